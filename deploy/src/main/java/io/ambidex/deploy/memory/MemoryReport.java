/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.memory;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.ambidex.flink.check.Invariant;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, and what must be true of it. */
final class MemoryReport {
    /** MiB of metaspace per job. */
    private static final double MOST_PER_CYCLE = 1.0;

    /** MiB of heap per job, after a collection. */
    private static final double MOST_HEAP_PER_CYCLE = 1.0;

    /**
     * MiB of metaspace that the classes of the last job may take: a job manager lets go of them
     * some time after the job, at once or not before the next one.
     */
    private static final double LAST_JOB = 20.0;

    /** Arrays that a look may find beside those that stay: what was used last is let go later. */
    private static final long MOST_IN_FLIGHT = 16;

    /** Jobs after which classes of Flink itself are loaded. */
    private static final int CYCLES_TO_WARM_UP = 2;

    private final MemoryOptions options;
    private final Line resident = new Line();
    private final Line besideCode = new Line();
    private final Line metaspace = new Line();
    private final Line heap = new Line();
    private final Line jobManager = new Line();
    private final List<Long> arrays = new ArrayList<>();
    private final List<Invariant> invariants = new ArrayList<>();
    private double countsFrom = Double.MAX_VALUE;

    MemoryReport(MemoryOptions options) {
        this.options = options;
    }

    /**
     * One look while it trains.
     *
     * @param mib resident memory
     * @param codeMib what compiled code has of it: the compiler goes on for as long as there are
     *     paths that become frequent, and ends where its cache does
     * @param counts whether the warm-up is over
     */
    void resident(long steps, double mib, double codeMib, boolean counts) {
        double thousands = steps / 1000.0;
        resident.add(thousands, mib);
        besideCode.add(thousands, mib - codeMib);
        if (counts) {
            countsFrom = Math.min(countsFrom, thousands);
        }
    }

    void arrays(long live) {
        arrays.add(live);
    }

    /** Where the training stands. */
    String progress() {
        return String.format(
                Locale.ROOT,
                "step %.0f, %.1f MiB resident, %d live arrays",
                resident.lastX() * 1000,
                resident.lastY(),
                arrays.isEmpty() ? 0 : arrays.get(arrays.size() - 1));
    }

    /** What is in use when a job is gone and garbage is collected, in MiB. */
    void afterCycle(int cycle, double metaspaceMib, double heapMib, double jobManagerMetaspaceMib) {
        metaspace.add(cycle, metaspaceMib);
        heap.add(cycle, heapMib);
        jobManager.add(cycle, jobManagerMetaspaceMib);
    }

    /** Closes the report. */
    void sameProcess(boolean same, long linkErrors) {
        double perThousand = besideCode.slope(countsFrom);
        invariants.add(
                invariant(
                        "resident memory beside compiled code does not grow by more than %s MiB per 1,000 steps"
                                .formatted(options.mostGrowth()),
                        perThousand <= options.mostGrowth(),
                        "%.3f MiB per 1,000 steps from step %.0f to %.0f, %.3f with compiled code; %.0f MiB at the end, %.1f of them compiled code",
                        perThousand,
                        countsFrom * 1000,
                        resident.lastX() * 1000,
                        resident.slope(countsFrom),
                        resident.lastY(),
                        resident.lastY() - besideCode.lastY()));
        int half = arrays.size() / 2;
        long before = fewest(arrays.subList(0, half));
        long after = fewest(arrays.subList(half, arrays.size()));
        invariants.add(
                invariant(
                        "the number of live arrays does not grow",
                        half > 0 && after - before <= MOST_IN_FLIGHT,
                        "at the least %d in the first half of %d looks, %d in the second",
                        before,
                        arrays.size(),
                        after));
        if (options.cycles() > CYCLES_TO_WARM_UP + 1) {
            perJob("metaspace", metaspace, MOST_PER_CYCLE, 0);
            perJob("the heap", heap, MOST_HEAP_PER_CYCLE, 0);
            perJob(
                    "the job manager's metaspace, but for up to %s MiB of the last job,"
                            .formatted(LAST_JOB),
                    jobManager,
                    MOST_PER_CYCLE,
                    LAST_JOB);
        }
        invariants.add(
                invariant(
                        "one task manager has carried all jobs without an error of linking",
                        same && linkErrors == 0,
                        "%d jobs, %s process, %d errors",
                        1 + options.cycles(),
                        same ? "the same" : "another",
                        linkErrors));
    }

    /**
     * @param once what may come and go beside the growth, in MiB
     */
    private void perJob(String what, Line line, double most, double once) {
        int from = CYCLES_TO_WARM_UP + 1;
        double perCycle = line.slope(from);
        invariants.add(
                invariant(
                        "%s does not grow by more than %s MiB per job".formatted(what, most),
                        (perCycle - most) * (options.cycles() - from) <= once,
                        "%.3f MiB per job over %d jobs; %.1f MiB at the end",
                        perCycle,
                        line.size(),
                        line.lastY()));
    }

    boolean allHold() {
        return invariants.stream().allMatch(Invariant::holds);
    }

    void print(PrintWriter out) {
        out.println();
        for (Invariant invariant : invariants) {
            out.printf("%s %s%n", invariant.holds() ? "holds " : "BROKEN", invariant.name());
            out.printf("       %s%n", invariant.figures());
        }
        out.flush();
    }

    void write(Path folder) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("minutes", options.training().toSeconds() / 60.0);
        json.put("warmUpMinutes", options.warmUp().toSeconds() / 60.0);
        json.put("cycles", options.cycles());
        json.put("residentMibByThousandSteps", resident.points());
        json.put("besideCompiledCodeMibByThousandSteps", besideCode.points());
        json.put("liveArrays", arrays);
        json.put("metaspaceMibByCycle", metaspace.points());
        json.put("heapMibByCycle", heap.points());
        json.put("jobManagerMetaspaceMibByCycle", jobManager.points());
        json.put("invariants", invariants);
        json.put("allHold", allHold());
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(folder.resolve("report.json").toFile(), json);
    }

    private static long fewest(List<Long> looks) {
        return looks.stream().mapToLong(Long::longValue).min().orElse(0);
    }

    private static Invariant invariant(
            String name, boolean holds, String format, Object... figures) {
        return new Invariant(name, holds, String.format(Locale.ROOT, format, figures));
    }
}
