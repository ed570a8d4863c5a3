/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.clip;

/**
 * Where a record stands in Kafka.
 *
 * @param topic the topic
 * @param partition the partition, 0 or more
 * @param offset the offset, 0 or more
 */
public record RecordPosition(String topic, int partition, long offset) {
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
