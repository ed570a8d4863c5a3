/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.memory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What is wanted of a run.
 *
 * @param out folder of the run
 * @param training for how long it trains while memory is measured, the warm-up included
 * @param warmUp how much of that does not count
 * @param cycles how often a job is submitted and cancelled, 0 or more
 * @param rate clips per second, above 0
 * @param mostGrowth most MiB by which resident memory may grow in 1,000 steps
 * @param seed of clips and training
 * @param overrides options of the job by name; go before everything else
 */
record MemoryOptions(
        Path out,
        Duration training,
        Duration warmUp,
        int cycles,
        double rate,
        double mostGrowth,
        long seed,
        Map<String, String> overrides) {

    /** For how long clips are played before the job is submitted. */
    Duration backlog() {
        return training.dividedBy(20);
    }

    /** Clips of the whole training, and some more, so that they do not run out before the time. */
    long clips() {
        Duration playing = training.plus(backlog()).plusMinutes(2);
        return Math.round(rate * playing.toMillis() / 1000.0);
    }
}
