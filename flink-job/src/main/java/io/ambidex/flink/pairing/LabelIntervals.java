/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.WindowId;

/**
 * Windows are the intervals of labels. Media is kept for the horizon, so a label that is known
 * later than its interval's start plus the horizon, or is longer than the horizon, makes no clip.
 *
 * @param horizonMillis how long media is kept, in event time, 1 or more
 */
public record LabelIntervals(long horizonMillis) implements WindowAssigner {
    public LabelIntervals {
        Limits.atLeast("horizon of label intervals in milliseconds", horizonMillis, 1);
    }

    @Override
    public long maxLengthMillis() {
        return horizonMillis;
    }

    /** Whether the media of an interval is still kept at the moment when its label is known. */
    boolean keeps(WindowId interval, long knownAtMillis) {
        return interval.lengthMillis() <= horizonMillis
                && knownAtMillis - interval.startMillis() <= horizonMillis;
    }
}
