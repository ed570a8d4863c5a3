/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

/** What has happened in all runs: a simulation in which nothing happens proves nothing. */
final class Tally {

    private int runs;
    private long clips;
    private long examples;
    private long steps;
    private long checkpoints;
    private long failures;
    private long rescalings;

    void add(Outcome outcome) {
        runs++;
        clips += outcome.clips().size();
        examples += outcome.lastEntry().getAdmitted();
        steps += outcome.batches().size();
        checkpoints += outcome.checkpoints;
        failures += outcome.failures;
        rescalings += outcome.rescalings;
    }

    int runs() {
        return runs;
    }

    /** Whether enough has happened. */
    boolean isTelling() {
        return clips > 10L * runs
                && examples > 3L * runs
                && checkpoints > 2L * runs
                && failures > runs / 2
                && rescalings > runs / 3;
    }

    @Override
    public String toString() {
        return "%d runs: %d clips, %d examples in %d steps, %d checkpoints, %d failures, %d rescalings"
                .formatted(runs, clips, examples, steps, checkpoints, failures, rescalings);
    }
}
