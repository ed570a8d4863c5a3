/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import java.util.Map;

/**
 * What the player has published so far.
 *
 * @param played clips and labels, over all streams
 * @param records media and label records per topic, without heartbeats and end records
 * @param bytes payload bytes of the same records per topic, keys and Avro included
 * @param heartbeats heartbeats published
 * @param firstEventMillis smallest event time; {@link Long#MAX_VALUE} before the first record
 * @param lastEventMillis largest event time; {@link Long#MIN_VALUE} before the first record
 * @param ended whether every partition has got its end record, and the broker has all records
 */
public record PlayerReport(
        PlayedCounts played,
        Map<String, Long> records,
        Map<String, Long> bytes,
        long heartbeats,
        long firstEventMillis,
        long lastEventMillis,
        boolean ended) {

    /** Records over all topics. */
    public long totalRecords() {
        return records.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Bytes over all topics. */
    public long totalBytes() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }
}
