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
 * @param clips how many are played in that time, 1 or more
 * @param kills how many processes are killed meanwhile, 0 or more
 * @param recoverySeconds limit of the time from a task manager's death to the first new prediction
 * @param seed of the moments and victims, of the clips and of the training
 * @param streams stream ids side by side, 1 or more
 * @param burst whether in the middle, for 60 s, clips come at ten times the rate
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
        boolean burst,
        boolean replay,
        Map<String, String> overrides) {

    /** Clips per second while nothing bursts. */
    double rate() {
        double seconds = playing.toMillis() / 1000.0;
        return clips
                / (burst
                        ? seconds + (BurstClock.FACTOR - 1) * BurstClock.LENGTH.toSeconds()
                        : seconds);
    }
}
