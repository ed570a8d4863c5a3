/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import static org.apache.flink.configuration.ConfigOptions.key;

import org.apache.flink.configuration.ConfigOption;

/** Names of the topics; those of the modalities are in {@link ModalityOptions}. */
public final class TopicOptions {

    public static final ConfigOption<String> LABELS = topic("labels", "labels", "Labels.");

    public static final ConfigOption<String> CONTROL =
            topic("control", "control", "Commands to the running job.");

    public static final ConfigOption<String> PREDICTIONS =
            topic("predictions", "predictions", "One prediction per clip.");

    public static final ConfigOption<String> IMBALANCE =
            topic("imbalance", "imbalance", "Monitor records: how balanced the learning is.");

    public static final ConfigOption<String> MODEL_UPDATES =
            topic("model-updates", "model-updates", "Published model versions; compacted.");

    public static final ConfigOption<String> LEDGER =
            topic("ledger", "ledger", "Which examples each model version learned from.");

    public static final ConfigOption<String> DEAD_LETTERS =
            topic("dead-letters", "dead-letters", "Inputs that could not be used, byte for byte.");

    public static final ConfigOption<String> ALERTS =
            topic("alerts", "alerts", "What a person should know.");

    private static ConfigOption<String> topic(String key, String name, String description) {
        return key("topics." + key).stringType().defaultValue(name).withDescription(description);
    }

    private TopicOptions() {}
}
