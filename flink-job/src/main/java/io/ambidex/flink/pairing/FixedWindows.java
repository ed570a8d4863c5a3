/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.WindowId;
import java.util.ArrayList;
import java.util.List;

/**
 * Windows {@code [k * hop, k * hop + size)} for every integer k: tumbling when hop and size are
 * equal, hopping when the hop is smaller.
 *
 * @param sizeMillis length of a window, 1 or more
 * @param hopMillis from one start to the next, 1 up to the size
 */
public record FixedWindows(long sizeMillis, long hopMillis) implements WindowAssigner {
    public FixedWindows {
        Limits.atLeast("window size in milliseconds", sizeMillis, 1);
        Limits.atLeast("window hop in milliseconds", hopMillis, 1);
        Limits.atMost("window hop in milliseconds", hopMillis, sizeMillis);
    }

    @Override
    public long maxLengthMillis() {
        return sizeMillis;
    }

    /** The windows that share time with {@code [start, end)}, the earliest first. */
    List<WindowId> sharing(long startMillis, long endMillis) {
        List<WindowId> windows = new ArrayList<>();
        for (long start = firstStart(startMillis); start < endMillis; start += hopMillis) {
            windows.add(new WindowId(start, start + sizeMillis));
        }
        return windows;
    }

    /** End of the last window that shares time with what ends at {@code endMillis}, exclusive. */
    long lastEnd(long endMillis) {
        return Math.floorDiv(endMillis - 1, hopMillis) * hopMillis + sizeMillis;
    }

    /** Start of the first window that ends after a moment. */
    private long firstStart(long millis) {
        return (Math.floorDiv(millis - sizeMillis, hopMillis) + 1) * hopMillis;
    }
}
