/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What is wanted of a run.
 *
 * @param out folder of the run
 * @param playing for how long clips are played
 * @param clips how many are played in that time, those of the burst included, 1 or more
 * @param kills how many processes are killed meanwhile, 0 or more
 * @param recoverySeconds limit of the time from a task manager's death to the first new prediction
 * @param seed of the moments and victims, of the clips and of the training
 * @param streams stream ids side by side, 1 or more
 * @param burstRate clips per second in the middle, for 60 s; 0 for no burst
 * @param replay whether to train again, undisturbed, and compare the bits
 * @param overrides options of the job by name; go before everything else
 */
record ChaosOptions(
        Path out,
        Duration playing,
        long clips,
        int kills,
        double recoverySeconds,
        long seed,
        int streams,
        double burstRate,
        boolean replay,
        Map<String, String> overrides) {

    /** Whether there is a burst. */
    boolean bursts() {
        return burstRate > 0;
    }

    /** Clips per second while nothing bursts. */
    double rate() {
        double seconds = playing.toMillis() / 1000.0;
        double burstSeconds = bursts() ? BurstClock.LENGTH.toSeconds() : 0;
        return (clips - burstRate * burstSeconds) / (seconds - burstSeconds);
    }

    /**
     * Clips of a run with a burst.
     *
     * @param steady how many there would be without
     * @param playing for how long they are played, longer than the burst
     * @param burstRate clips per second in the burst; 0 for none
     */
    static long clipsWithBurst(long steady, Duration playing, double burstRate) {
        if (burstRate == 0) {
            return steady;
        }
        double perSecond = steady / (playing.toMillis() / 1000.0);
        return steady + Math.round((burstRate - perSecond) * BurstClock.LENGTH.toSeconds());
    }
}
