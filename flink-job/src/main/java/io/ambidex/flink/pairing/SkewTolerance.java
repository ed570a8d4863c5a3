/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import java.io.Serializable;

/**
 * How far sound and picture may be apart unflagged.
 *
 * @param soundEarlyMillis by how much sound may lead, 0 or more
 * @param soundLateMillis by how much sound may trail, 0 or more
 */
public record SkewTolerance(double soundEarlyMillis, double soundLateMillis)
        implements Serializable {

    /** The threshold of detectability of ITU-R BT.1359: 45 ms early, 125 ms late. */
    public static final SkewTolerance BT_1359 = new SkewTolerance(45, 125);

    public SkewTolerance {
        notNegative("tolerated lead of the sound in milliseconds", soundEarlyMillis);
        notNegative("tolerated lag of the sound in milliseconds", soundLateMillis);
    }

    /** Whether a skew, positive when sound is late, is outside the tolerance. */
    boolean isExceededBy(double skewMillis) {
        return skewMillis > soundLateMillis || skewMillis < -soundEarlyMillis;
    }

    private static void notNegative(String what, double value) {
        if (!(value >= 0)) {
            throw new IllegalArgumentException(what + " must be at least 0, but is " + value);
        }
    }
}
