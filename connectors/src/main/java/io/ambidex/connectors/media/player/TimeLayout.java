/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import java.time.Duration;

/**
 * Where recorded files lie on the time axis of their stream.
 *
 * @param startMillis event time of the first pass, milliseconds since the epoch
 * @param gap silence between two files of a stream, 0 or more
 * @param align files begin at multiples of this after the start, so that windows can fit them; 1 ms
 *     or more
 * @param labelDelay how long after the end of its interval a label is known, 0 or more
 */
public record TimeLayout(long startMillis, Duration gap, Duration align, Duration labelDelay) {

    /** From 1,700,000,000,000 with gaps of 1 s; labels are known at the end of their interval. */
    public static final TimeLayout DEFAULT =
            new TimeLayout(
                    1_700_000_000_000L, Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ZERO);

    public TimeLayout {
        requireAtLeast(0, "the gap", gap);
        requireAtLeast(1, "the alignment", align);
        requireAtLeast(0, "the label delay", labelDelay);
    }

    private static void requireAtLeast(long millis, String what, Duration duration) {
        if (duration.toMillis() < millis) {
            throw new IllegalArgumentException(
                    what + " must be at least " + millis + " ms, but is " + duration.toMillis());
        }
    }
}
