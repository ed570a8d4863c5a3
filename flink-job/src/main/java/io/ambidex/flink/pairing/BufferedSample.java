/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.MediaSample;
import java.util.Comparator;

/**
 * Names a kept record without its media, so that looking for the records of a window reads no
 * media: the key of the buffer in Flink's state.
 *
 * @param modality index of the modality
 * @param startMillis event time of its begin
 * @param endMillis event time of its end, exclusive, at least a millisecond after the start
 * @param partition partition it came from
 * @param offset offset it came from
 * @param bytes size of its media
 */
public record BufferedSample(
        int modality, long startMillis, long endMillis, int partition, long offset, int bytes) {

    /** The order in which an assembler gets the records of one modality: the order of the topic. */
    static final Comparator<BufferedSample> BY_TIME =
            Comparator.comparingLong(BufferedSample::startMillis)
                    .thenComparingLong(BufferedSample::endMillis)
                    .thenComparingInt(BufferedSample::modality)
                    .thenComparingInt(BufferedSample::partition)
                    .thenComparingLong(BufferedSample::offset);

    static BufferedSample of(int modality, MediaSample sample) {
        return new BufferedSample(
                modality,
                sample.startMillis(),
                Math.max(sample.endMillis(), sample.startMillis() + 1),
                sample.position().partition(),
                sample.position().offset(),
                sample.data().length);
    }

    /** Whether it shares time with {@code [start, end)}. */
    boolean sharesTimeWith(long start, long end) {
        return startMillis < end && endMillis > start;
    }
}
