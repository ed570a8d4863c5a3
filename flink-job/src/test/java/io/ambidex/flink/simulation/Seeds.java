/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import java.util.stream.LongStream;

/** Which seeds a simulation runs with, and how one of them is repeated. */
final class Seeds {

    private static final String SEED = "ambidex.simulation.seed";
    private static final String RUNS = "ambidex.simulation.runs";

    /** Seeds side by side, as many as the property says, or {@code runs}. */
    static long[] of(int runs) {
        long first = Long.getLong(SEED, 1);
        return LongStream.range(first, first + Integer.getInteger(RUNS, runs)).toArray();
    }

    /** What went wrong, and how to see it again. */
    static AssertionError failure(String test, long seed, Throwable cause) {
        return new AssertionError(
                "seed %d failed: %s%nrepeat it with -Dtest=%s -D%s=%d -D%s=1"
                        .formatted(seed, cause.getMessage(), test, SEED, seed, RUNS),
                cause);
    }

    private Seeds() {}
}
