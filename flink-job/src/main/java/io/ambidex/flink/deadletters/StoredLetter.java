/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.deadletters;

import io.ambidex.connectors.schema.DeadLetter;

/**
 * A dead letter and where it stands.
 *
 * @param id where it stands on the topic of dead letters
 * @param writtenMillis when it was written, by its Kafka timestamp
 * @param letter the input and why it was refused
 */
public record StoredLetter(LetterId id, long writtenMillis, DeadLetter letter) {

    /**
     * Bytes of the input's value; 0 for a tombstone and for an input that was too large to keep.
     */
    public int valueBytes() {
        return letter.getValue() == null ? 0 : letter.getValue().remaining();
    }

    /** Where the input came from, as {@code topic[partition]@offset}. */
    public String origin() {
        return "%s[%d]@%d".formatted(letter.getTopic(), letter.getPartition(), letter.getOffset());
    }
}
