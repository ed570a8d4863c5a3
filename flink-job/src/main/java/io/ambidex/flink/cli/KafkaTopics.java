/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.options.ModalityOptions;
import io.ambidex.flink.options.TopicOptions;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.CommonClientConfigs;

/** What the options say about brokers and topics. */
public final class KafkaTopics {
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

    private KafkaTopics() {}

    /** The connection that the options describe. */
    public static KafkaConnection connection(Configuration options) {
        Map<String, String> properties = new HashMap<>(options.get(ConnectionOptions.PROPERTIES));
        properties.put(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                options.get(ConnectionOptions.BOOTSTRAP_SERVERS));
        return KafkaConnection.of(properties);
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
}
