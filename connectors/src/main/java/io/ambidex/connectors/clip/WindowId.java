/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.clip;

/**
 * A half-open event-time interval of one stream id.
 *
 * @param startMillis start, inclusive, milliseconds since the epoch
 * @param endMillis end, exclusive; larger than the start
 */
public record WindowId(long startMillis, long endMillis) implements Comparable<WindowId> {
    public WindowId {
        if (endMillis <= startMillis) {
            throw new IllegalArgumentException(
                    "a window must end after its start "
                            + startMillis
                            + ", but ends at "
                            + endMillis);
        }
    }

    /** Length in milliseconds, 1 or more. */
    public long lengthMillis() {
        return endMillis - startMillis;
    }

    /** How many milliseconds {@code [start, end)} shares with this window, 0 or more. */
    public long overlapMillis(long start, long end) {
        return Math.max(0, Math.min(endMillis, end) - Math.max(startMillis, start));
    }

    /** Orders by end, then by start: the order of training. */
    @Override
    public int compareTo(WindowId other) {
        int byEnd = Long.compare(endMillis, other.endMillis);
        return byEnd != 0 ? byEnd : Long.compare(startMillis, other.startMillis);
    }

    @Override
    public String toString() {
        return "[" + startMillis + ", " + endMillis + ")";
    }
}
