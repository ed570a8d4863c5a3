/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.RecordLimits;
import io.ambidex.connectors.kafka.StartingOffsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.CommonClientConfigs;

/** What the options say about Kafka. */
public final class KafkaSettings {

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
