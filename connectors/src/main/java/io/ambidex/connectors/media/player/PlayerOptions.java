/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import java.time.Duration;

/**
 * How fast the player goes and what it adds to the media.
 *
 * @param speed how many seconds of event time are played in a second; 0 for as fast as the flow
 *     control allows
 * @param maxLead how far, in event time, the player may be ahead of the job's committed results
 * @param nudgeAfter how long the player waits for progress before it goes on by a tenth of the
 *     lead, so that a stretch in which the job has nothing to commit does not stop the run for ever
 * @param heartbeat event time after which a partition without records gets a heartbeat
 * @param endMargin how far past the last record the end records lie: horizon plus all tolerances
 */
public record PlayerOptions(
        double speed,
        Duration maxLead,
        Duration nudgeAfter,
        Duration heartbeat,
        Duration endMargin) {

    /** As fast as allowed, 60 s lead, 5 s patience, a heartbeat each second, 10 minutes margin. */
    public static final PlayerOptions DEFAULT =
            new PlayerOptions(
                    0,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(10));

    public PlayerOptions {
        if (!(speed >= 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException(
                    "the speed must be 0 (as fast as allowed) or more, but is " + speed);
        }
        requirePositive("the lead", maxLead);
        requirePositive("the wait for progress", nudgeAfter);
        requirePositive("the heartbeat", heartbeat);
        requirePositive("the margin of the end records", endMargin);
    }

    /** These options at another speed. */
    public PlayerOptions withSpeed(double newSpeed) {
        return new PlayerOptions(newSpeed, maxLead, nudgeAfter, heartbeat, endMargin);
    }

    /** These options with another lead. */
    public PlayerOptions withMaxLead(Duration newMaxLead) {
        return new PlayerOptions(speed, newMaxLead, nudgeAfter, heartbeat, endMargin);
    }

    /** These options with another margin of the end records. */
    public PlayerOptions withEndMargin(Duration newEndMargin) {
        return new PlayerOptions(speed, maxLead, nudgeAfter, heartbeat, newEndMargin);
    }

    private static void requirePositive(String what, Duration duration) {
        if (duration.toMillis() < 1) {
            throw new IllegalArgumentException(
                    what + " must be at least 1 ms, but is " + duration.toMillis() + " ms");
        }
    }
}
