/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A setting that a topic must have.
 *
 * @param name the setting's name in Kafka
 * @param wanted the value that is set when the topic is created
 * @param atLeast whether a larger number will do as well
 */
public record TopicSetting(String name, String wanted, boolean atLeast) {
    private static final String FOREVER = "-1";

    /**
     * What a topic needs.
     *
     * @param role what the topic is for
     * @param replayable whether the inputs must be kept, whatever the age of their time stamps, so
     *     that learning can be repeated from them
     */
    public static List<TopicSetting> required(TopicRole role, boolean replayable) {
        List<TopicSetting> settings = new ArrayList<>();
        boolean compacted = role == TopicRole.MODEL_UPDATES;
        settings.add(equal(TopicConfig.CLEANUP_POLICY_CONFIG, compacted ? "compact" : "delete"));
        boolean input = role.isTimedInput() || role == TopicRole.CONTROL;
        if (input) {
            settings.add(
                    atLeast(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, DeadLetters.MAX_INPUT_BYTES));
        }
        if (input && replayable) {
            // A broker refuses a time stamp an hour ahead of its clock: simulated time may be.
            settings.add(
                    atLeast(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.MAX_VALUE));
        }
        if (role == TopicRole.LEDGER || (input && replayable)) {
            settings.add(equal(TopicConfig.RETENTION_MS_CONFIG, FOREVER));
            settings.add(equal(TopicConfig.RETENTION_BYTES_CONFIG, FOREVER));
        }
        if (role == TopicRole.DEAD_LETTERS) {
            settings.add(
                    atLeast(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, KafkaOutputs.MAX_REQUEST_BYTES));
        }
        return settings;
    }

    /** Whether an actual value will do. */
    boolean isMetBy(String actual) {
        if (!atLeast) {
            return wanted.equals(actual);
        }
        try {
            return Long.parseLong(actual) >= Long.parseLong(wanted);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return name + (atLeast ? " at least " : " ") + wanted;
    }

    private static TopicSetting equal(String name, String wanted) {
        return new TopicSetting(name, wanted, false);
    }

    private static TopicSetting atLeast(String name, long wanted) {
        return new TopicSetting(name, Long.toString(wanted), true);
    }
}
