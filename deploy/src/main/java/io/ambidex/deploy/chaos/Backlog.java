/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import io.ambidex.deploy.chaos.BurstClock.Phase;

/**
 * The clips that wait, and how fast they come and go in and after a burst. Fed with looks in the
 * order of time; thread-safe.
 */
final class Backlog {
    private static final double NANOS_PER_SECOND = 1e9;

    private Phase phase = Phase.BEFORE;
    private long maxClips;
    private long clipsBefore;
    private long beginNanos;
    private long playedAtBegin;
    private long endNanos;
    private long doneAtEnd;
    private double offeredSeconds;
    private double offeredRate;
    private Double drainSeconds;
    private double sustainedRate;

    /**
     * A burst and what came of it.
     *
     * @param offeredRate clips that were played per second from the last look before the burst to
     *     the first one after it
     * @param offeredSeconds time between these looks, at least the length of the burst
     * @param drainSeconds from the end of the burst until no more clips waited than before it; null
     *     when that was not seen
     * @param sustainedRate clips that the job was done with per second of that time, in which there
     *     were always some that waited: the rate that it can keep up with; 0 when not seen
     */
    record Burst(
            double offeredRate, double offeredSeconds, Double drainSeconds, double sustainedRate) {

        /** Offered rate in terms of the sustained one; 0 when that is not known. */
        double ratio() {
            return sustainedRate > 0 ? offeredRate / sustainedRate : 0;
        }
    }

    /**
     * Takes a look.
     *
     * @param now where the moment lies
     * @param nanos the moment, in nanoseconds since any other
     * @param played clips played so far
     * @param done clips that the job has predicted, and trained on or scored, so far
     */
    synchronized void look(Phase now, long nanos, long played, long done) {
        long waiting = played - done;
        maxClips = Math.max(maxClips, waiting);
        if (now == Phase.BEFORE) {
            clipsBefore = Math.max(clipsBefore, waiting);
            beginNanos = nanos;
            playedAtBegin = played;
        } else if (now == Phase.AFTER && phase != Phase.AFTER) {
            offeredSeconds = (nanos - beginNanos) / NANOS_PER_SECOND;
            offeredRate = (played - playedAtBegin) / offeredSeconds;
            endNanos = nanos;
            doneAtEnd = done;
        } else if (now == Phase.AFTER && drainSeconds == null && waiting <= clipsBefore) {
            drainSeconds = (nanos - endNanos) / NANOS_PER_SECOND;
            sustainedRate = (done - doneAtEnd) / drainSeconds;
        }
        phase = now;
    }

    /** Whether a burst has begun and its clips have not drained yet. */
    synchronized boolean isUnderPressure() {
        return phase != Phase.BEFORE && drainSeconds == null;
    }

    /** Most clips that were played and that the job was not done with. */
    synchronized long maxClips() {
        return maxClips;
    }

    /** What came of the burst; null before its end. */
    synchronized Burst burst() {
        return phase == Phase.AFTER
                ? new Burst(offeredRate, offeredSeconds, drainSeconds, sustainedRate)
                : null;
    }
}
