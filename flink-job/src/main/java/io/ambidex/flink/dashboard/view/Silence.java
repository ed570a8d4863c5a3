/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import java.time.Duration;

/**
 * Tells a pause from silence. Committed records come once per checkpoint interval, which may be a
 * second or ten minutes: silence is what lasts several times longer than the pauses before it.
 */
final class Silence {
    private static final long SHORTEST_MILLIS = 15_000;
    private static final long LONGEST_MILLIS = Duration.ofMinutes(30).toMillis();
    private static final double PAUSES = 4;

    /** What a longer pause before still counts for after each further one. */
    private static final double FADING = 0.9;

    private long lastMillis;
    private double pauseMillis;

    /**
     * Something came.
     *
     * @param nowMillis the clock
     */
    void arrived(long nowMillis) {
        if (lastMillis > 0 && nowMillis - lastMillis < LONGEST_MILLIS) {
            pauseMillis = Math.max(nowMillis - lastMillis, FADING * pauseMillis);
        }
        lastMillis = nowMillis;
    }

    /**
     * How long nothing has come, counted from a record's own time.
     *
     * @param lastRecordMillis when the last record was written
     * @return null while it is no more than a pause
     */
    Duration since(long lastRecordMillis, long nowMillis) {
        double patience = Math.min(LONGEST_MILLIS, Math.max(SHORTEST_MILLIS, PAUSES * pauseMillis));
        long silent = nowMillis - lastRecordMillis;
        return silent > patience ? Duration.ofMillis(silent) : null;
    }
}
