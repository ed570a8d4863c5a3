/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import java.io.Serializable;

/** Which intervals of a stream id become clips. */
public sealed interface WindowAssigner extends Serializable permits FixedWindows, LabelIntervals {

    /**
     * Windows side by side: {@code [k * size, (k + 1) * size)}.
     *
     * @param sizeMillis length of a window, 1 or more
     */
    static FixedWindows tumbling(long sizeMillis) {
        return new FixedWindows(sizeMillis, sizeMillis);
    }

    /**
     * Windows that overlap: {@code [k * hop, k * hop + size)}.
     *
     * @param sizeMillis length of a window, 1 or more
     * @param hopMillis from one start to the next, 1 up to the size
     */
    static FixedWindows hopping(long sizeMillis, long hopMillis) {
        return new FixedWindows(sizeMillis, hopMillis);
    }

    /**
     * The intervals of the labels: a clip is made when its label is known.
     *
     * @param horizonMillis how long media is kept for labels, 1 or more
     */
    static LabelIntervals labelIntervals(long horizonMillis) {
        return new LabelIntervals(horizonMillis);
    }

    /** The longest window there can be, in milliseconds. */
    long maxLengthMillis();
}
