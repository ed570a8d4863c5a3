/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import io.ambidex.deploy.standalone.CheckpointCounts;
import io.ambidex.flink.check.Invariant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What must be true of a burst. */
final class BurstInvariants {
    private static final double LEAST_RATIO = 10;
    private static final double LEAST_CHECKPOINTS = 0.9;

    private BurstInvariants() {}

    /**
     * Judges a burst.
     *
     * @param burst its rates; null when its end was not seen
     * @param maxClips most clips that waited
     * @param pressure memory and checkpoints
     * @param kills processes that were killed; without any the job must not have failed either
     */
    static List<Invariant> of(
            Backlog.Burst burst, long maxClips, Pressure.Result pressure, int kills) {
        List<Invariant> invariants = new ArrayList<>();
        invariants.add(offered(burst));
        invariants.add(drained(burst, maxClips));
        invariants.add(checkpoints(pressure.checkpoints()));
        invariants.add(memory(pressure));
        if (kills == 0) {
            invariants.add(unharmed(pressure.restarts()));
        }
        return invariants;
    }

    private static Invariant offered(Backlog.Burst burst) {
        return new Invariant(
                "the burst offers at least ten times the rate that the job keeps up with",
                burst != null && burst.ratio() >= LEAST_RATIO,
                burst == null
                        ? "its end was not seen"
                        : format(
                                "%.1f clips/s were played over %.1f s; %s",
                                burst.offeredRate(), burst.offeredSeconds(), sustained(burst)));
    }

    private static String sustained(Backlog.Burst burst) {
        return burst.drainSeconds() == null
                ? "what the job keeps up with is not known: some still waited at the end"
                : format(
                        "while some waited, for %.0f s after it, the job was done with %.1f"
                                + " clips/s: %.1f times",
                        burst.drainSeconds(), burst.sustainedRate(), burst.ratio());
    }

    private static Invariant drained(Backlog.Burst burst, long maxClips) {
        boolean drained = burst != null && burst.drainSeconds() != null;
        return new Invariant(
                "the lag of a burst drains",
                drained,
                format("up to %d clips waited; ", maxClips)
                        + (drained
                                ? format("as before %.0f s after it", burst.drainSeconds())
                                : "never as before"));
    }

    private static Invariant checkpoints(CheckpointCounts counts) {
        long all = counts == null ? 0 : counts.completed() + counts.failed();
        return new Invariant(
                "at least 90 % of the checkpoints complete until the lag has drained",
                all > 0 && counts.completed() >= LEAST_CHECKPOINTS * all,
                all == 0 ? "none" : counts.completed() + " of " + all);
    }

    private static Invariant memory(Pressure.Result pressure) {
        return new Invariant(
                "task managers stay under the caps of their memory",
                pressure.maxResidentMib() <= World.TASK_MANAGER_MIB
                        && pressure.maxHeapMib() <= pressure.heapLimitMib(),
                format(
                        "resident at most %d of %d MiB, heap at most %d of %d MiB",
                        pressure.maxResidentMib(),
                        World.TASK_MANAGER_MIB,
                        pressure.maxHeapMib(),
                        pressure.heapLimitMib()));
    }

    private static Invariant unharmed(Long restarts) {
        return new Invariant(
                "the job does not fail",
                restarts != null && restarts == 0,
                restarts == null ? "it never told" : restarts + " restarts");
    }

    private static String format(String text, Object... figures) {
        return String.format(Locale.ROOT, text, figures);
    }
}
