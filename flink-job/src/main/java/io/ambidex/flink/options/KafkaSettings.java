/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.RecordLimits;
import io.ambidex.connectors.kafka.StartingOffsets;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.CommonClientConfigs;

/** What the options say about Kafka. */
public final class KafkaSettings {
    private static final Map<TopicRole, ConfigOption<String>> NAMES =
            Map.of(
                    TopicRole.LABELS, TopicOptions.LABELS,
                    TopicRole.CONTROL, TopicOptions.CONTROL,
                    TopicRole.PREDICTIONS, TopicOptions.PREDICTIONS,
                    TopicRole.IMBALANCE, TopicOptions.IMBALANCE,
                    TopicRole.MODEL_UPDATES, TopicOptions.MODEL_UPDATES,
                    TopicRole.LEDGER, TopicOptions.LEDGER,
                    TopicRole.DEAD_LETTERS, TopicOptions.DEAD_LETTERS,
                    TopicRole.ALERTS, TopicOptions.ALERTS);

    /**
     * How to reach the brokers.
     *
     * @throws InvalidOptionException if a property is given that is not the user's to set
     */
    public static KafkaConnection connection(Configuration options) {
        Map<String, String> properties = new HashMap<>(options.get(ConnectionOptions.PROPERTIES));
        properties.put(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                options.get(ConnectionOptions.BOOTSTRAP_SERVERS));
        try {
            return KafkaConnection.of(properties);
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException(
                    ConnectionOptions.PROPERTIES.key() + ": " + e.getMessage(), e);
        }
    }

    /**
     * The topics that the options name.
     *
     * @throws IllegalArgumentException when two of them have the same name
     */
    public static Topics topics(Configuration options) {
        Topics topics = Topics.defaults().withoutModalities();
        for (Map.Entry<TopicRole, ConfigOption<String>> name : NAMES.entrySet()) {
            topics = topics.withName(name.getKey(), options.get(name.getValue()));
        }
        for (String modality : options.get(ModalityOptions.MODALITIES)) {
            ModalityOptions.Of described = ModalityOptions.of(modality);
            String topic = options.get(described.topic());
            TopicRole role =
                    switch (options.get(described.kind())) {
                        case AUDIO -> TopicRole.AUDIO;
                        case VIDEO -> TopicRole.VIDEO;
                        case FEATURES -> TopicRole.FEATURES;
                    };
            topics = topics.withModality(modality, role, topic);
        }
        return topics;
    }

    /** Where a job without a checkpoint begins. */
    public static StartingOffsets startingOffsets(Configuration options) {
        try {
            return StartingOffsets.parse(options.get(ConnectionOptions.STARTING_OFFSETS));
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException(
                    "option " + ConnectionOptions.STARTING_OFFSETS.key() + ": " + e.getMessage(),
                    e);
        }
    }

    /** What an input record may be. */
    public static RecordLimits limits(Configuration options) {
        long bytes = options.get(ConnectionOptions.MAX_RECORD_BYTES).getBytes();
        return new RecordLimits(
                (int) Math.min(Integer.MAX_VALUE, bytes), options.get(ConnectionOptions.MAX_LEAD));
    }

    private KafkaSettings() {}
}
