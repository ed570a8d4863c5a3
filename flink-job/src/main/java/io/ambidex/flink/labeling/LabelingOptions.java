/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.labeling;

import io.ambidex.connectors.clip.WindowId;
import java.io.Serializable;

/**
 * How clips and labels find each other.
 *
 * @param ownInterval whether the windows are the intervals of labels; then a clip takes only the
 *     labels of exactly its own interval: a neighbour that shares most of it may have been known
 *     before the clip was there, and when its example comes would depend on the order of arrival
 * @param minimumOverlap share of a window that a label must cover, above 0 and at most 1; of no
 *     effect where a clip takes its own labels only
 * @param horizonMillis how long a clip waits for its label and a label for its clip, in event time
 * @param settleDelayMillis how long after the watermark passed a window's end its clip may still
 *     leave pairing: silence limit + allowed delay
 * @param maxPendingClips clips, and likewise labels, of one stream id that may wait, 1 or more
 * @param maxPendingBytes bytes of media of one stream id that may wait, 1 or more
 */
public record LabelingOptions(
        boolean ownInterval,
        double minimumOverlap,
        long horizonMillis,
        long settleDelayMillis,
        int maxPendingClips,
        long maxPendingBytes)
        implements Serializable {

    public LabelingOptions {
        if (!(minimumOverlap > 0 && minimumOverlap <= 1)) {
            throw new IllegalArgumentException(
                    "minimum overlap must be above 0 and at most 1, but is " + minimumOverlap);
        }
        atLeast("horizon in milliseconds", horizonMillis, 0);
        atLeast("settle delay in milliseconds", settleDelayMillis, 0);
        atLeast("pending clips of a stream id", maxPendingClips, 1);
        atLeast("pending bytes of a stream id", maxPendingBytes, 1);
    }

    /** Whether a label covers enough of a window to be its label. */
    boolean covers(LabelRecord label, WindowId window) {
        return ownInterval
                ? label.interval().equals(window)
                : label.overlapMillis(window) >= minimumOverlap * window.lengthMillis();
    }

    private static void atLeast(String what, long value, long limit) {
        if (value < limit) {
            throw new IllegalArgumentException(
                    what + " must be at least " + limit + ", but is " + value);
        }
    }
}
