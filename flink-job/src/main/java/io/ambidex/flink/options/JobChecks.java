/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import io.ambidex.flink.alerting.WebhookSettings;
import io.ambidex.flink.options.ModalityOptions.Kind;
import io.ambidex.flink.training.drift.DriftSettings;
import io.ambidex.model.network.NetworkSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.NetUtils;

/**
 * Every check of the options that can be made before a job is submitted: unknown names, unreadable
 * values, ranges, and what several options must agree on.
 */
public final class JobChecks {

    private static final String NAME = "[A-Za-z0-9._-]{1,100}";

    private final Configuration options;

    private JobChecks(Configuration options) {
        this.options = options;
    }

    /**
     * Checks all options.
     *
     * @throws InvalidOptionException at the first that is wrong; names it, the limit and the value
     */
    public static void check(Configuration options) {
        OptionCatalog.refuseUnknown(options);
        JobChecks checks = new JobChecks(options);
        checks.readable();
        checks.pairing();
        checks.labels();
        checks.counts();
        checks.names();
        checks.topics();
        NetworkSpec network = ModelSettings.network(options);
        ModelSettings.learner(options);
        ModelSettings.shadow(options);
        checks.modalities(network);
        StreamSettings.pairing(options);
        StreamSettings.labeling(options);
        KafkaSettings.connection(options);
        KafkaSettings.startingOffsets(options);
        DriftSettings.from(options);
        WebhookSettings.from(options);
        checks.prometheusPort();
    }

    private void readable() {
        for (OptionCatalog.Group group : OptionCatalog.groups()) {
            group.options().forEach(this::readable);
        }
        for (String name : options.get(ModalityOptions.MODALITIES)) {
            ModalityOptions.of(name).all().forEach(this::readable);
        }
    }

    private void readable(ConfigOption<?> option) {
        try {
            options.getOptional(option).isPresent();
        } catch (IllegalArgumentException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new InvalidOptionException(
                    "option "
                            + option.key()
                            + " cannot be '"
                            + options.getValue(option)
                            + "': "
                            + cause.getMessage(),
                    e);
        }
    }

    private void pairing() {
        positive(WindowOptions.SIZE);
        positive(WindowOptions.HOP);
        notNegative(WindowOptions.ALLOWED_DELAY);
        notNegative(WindowOptions.SOUND_EARLY);
        notNegative(WindowOptions.SOUND_LATE);
        notNegative(WindowOptions.OUT_OF_ORDERNESS);
        notNegative(ConnectionOptions.ALIGNMENT_DRIFT);
        notNegative(ConnectionOptions.IDLE_TIMEOUT);
        notNegative(ConnectionOptions.EMPTY_INPUT_TIMEOUT);
        notNegative(ConnectionOptions.MAX_LEAD);
        notAbove(WindowOptions.OUT_OF_ORDERNESS, WindowOptions.ALLOWED_DELAY);
        notAbove(WindowOptions.ALLOWED_DELAY, WindowOptions.SILENCE_LIMIT);
        if (options.get(WindowOptions.WINDOW) == WindowOptions.Kind.HOPPING) {
            notAbove(WindowOptions.HOP, WindowOptions.SIZE);
        }
    }

    private void labels() {
        double overlap = options.get(LabelOptions.MINIMUM_OVERLAP);
        if (!(overlap > 0 && overlap <= 1)) {
            throw outside(LabelOptions.MINIMUM_OVERLAP, "above 0 and at most 1", overlap);
        }
        positive(LabelOptions.HORIZON);
        double fading = options.get(MonitoringOptions.FADING_FACTOR);
        if (!(fading > 0 && fading < 1)) {
            throw outside(MonitoringOptions.FADING_FACTOR, "above 0 and below 1", fading);
        }
    }

    private void counts() {
        for (ConfigOption<Integer> option :
                List.of(
                        WindowOptions.MAX_RECORDS,
                        LabelOptions.MAX_PENDING,
                        TrainingOptions.BATCH_SIZE,
                        TrainingOptions.THREADS,
                        ConnectionOptions.SOURCE_PARALLELISM,
                        PublicationOptions.INTERVAL_STEPS,
                        ServingOptions.BATCH_SIZE,
                        MonitoringOptions.INTERVAL_STEPS,
                        MonitoringOptions.WINDOW)) {
            if (options.get(option) < 1) {
                throw outside(option, "at least 1", options.get(option));
            }
        }
        for (ConfigOption<Integer> option :
                List.of(
                        ServingOptions.PARALLELISM,
                        MonitoringOptions.CONTRIBUTION_INTERVAL_STEPS)) {
            if (options.get(option) < 0) {
                throw outside(option, "0 or more", options.get(option));
            }
        }
        for (ConfigOption<MemorySize> option :
                List.of(
                        ConnectionOptions.MAX_RECORD_BYTES,
                        WindowOptions.MAX_BYTES,
                        LabelOptions.MAX_PENDING_BYTES,
                        ServingOptions.MAX_VERSION_BYTES)) {
            if (options.get(option).getBytes() < 1) {
                throw outside(option, "at least 1 byte", options.get(option));
            }
        }
        positive(TrainingOptions.BATCH_TIMEOUT);
        notNegative(ServingOptions.MAX_DELAY);
        positive(ConnectionOptions.TRANSACTION_TIMEOUT);
    }

    private void names() {
        for (ConfigOption<String> option :
                List.of(
                        PublicationOptions.MODEL_NAME,
                        ConnectionOptions.GROUP_ID,
                        ConnectionOptions.TRANSACTIONAL_ID_PREFIX)) {
            if (!options.get(option).matches(NAME)) {
                throw outside(option, "1 to 100 letters, digits, . _ or -", options.get(option));
            }
        }
    }

    private void topics() {
        Map<String, String> users = new HashMap<>();
        for (OptionCatalog.Group group : OptionCatalog.groups()) {
            if (group.title().equals("Topics")) {
                group.options().forEach(option -> useTopic(option, users));
            }
        }
        for (String name : options.get(ModalityOptions.MODALITIES)) {
            useTopic(ModalityOptions.of(name).topic(), users);
        }
    }

    private void useTopic(ConfigOption<?> option, Map<String, String> users) {
        String topic = options.get(option).toString();
        if (!topic.matches("[A-Za-z0-9._-]{1,249}")) {
            throw outside(option, "1 to 249 letters, digits, . _ or -", topic);
        }
        String other = users.put(topic, option.key());
        if (other != null) {
            throw new InvalidOptionException(
                    "options " + other + " and " + option.key() + " name the same topic " + topic);
        }
    }

    private void modalities(NetworkSpec network) {
        for (String name : network.modalityNames()) {
            boolean unneeded =
                    options.get(ModalityOptions.of(name).kind()) != Kind.FEATURES
                            && options.contains(ModalityOptions.of(name).shape());
            if (unneeded) {
                throw new InvalidOptionException(
                        "option "
                                + ModalityOptions.of(name).shape().key()
                                + " is for feature vectors, but "
                                + ModalityOptions.of(name).kind().key()
                                + " is "
                                + options.get(ModalityOptions.of(name).kind()));
            }
        }
    }

    private void prometheusPort() {
        options.getOptional(MonitoringOptions.PROMETHEUS_PORT)
                .ifPresent(
                        ports -> {
                            try {
                                NetUtils.getPortRangeFromString(ports);
                            } catch (IllegalArgumentException | IllegalConfigurationException e) {
                                throw outside(
                                        MonitoringOptions.PROMETHEUS_PORT,
                                        "a port, or a range as 9249-9260",
                                        ports);
                            }
                        });
    }

    private void positive(ConfigOption<Duration> option) {
        if (options.get(option).toMillis() < 1) {
            throw outside(option, "at least 1 ms", options.get(option).toMillis() + " ms");
        }
    }

    private void notNegative(ConfigOption<Duration> option) {
        if (options.get(option).isNegative()) {
            throw outside(option, "0 or more", options.get(option).toMillis() + " ms");
        }
    }

    private void notAbove(ConfigOption<Duration> smaller, ConfigOption<Duration> larger) {
        if (options.get(smaller).compareTo(options.get(larger)) > 0) {
            throw outside(
                    smaller,
                    "at most " + larger.key() + " (" + options.get(larger).toMillis() + " ms)",
                    options.get(smaller).toMillis() + " ms");
        }
    }

    private static InvalidOptionException outside(
            ConfigOption<?> option, String limit, Object value) {
        return new InvalidOptionException(
                "option " + option.key() + " must be " + limit + ", but is " + value);
    }
}
