/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tells how far the runs are, one line for each that ends and, where a run takes long, one now and
 * then, with an estimate of the time left.
 */
final class CompareProgress {
    private static final long LOOK_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintWriter out;
    private final int all;
    private final LongSupplier nanoTime;
    private final long began;
    private final Map<RunPlan, Double> going = new HashMap<>();
    private int done;
    private int stored;
    private long shown;

    /**
     * @param all how many runs there are
     * @param nanoTime a clock such as {@link System#nanoTime}
     */
    CompareProgress(PrintWriter out, int all, LongSupplier nanoTime) {
        this.out = out;
        this.all = all;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
        this.shown = began;
    }

    /** A run whose result was there already. */
    synchronized void stored() {
        done++;
        stored++;
    }

    /** Says how many runs need not be done again. */
    synchronized void tellStored() {
        if (stored > 0) {
            out.printf("%d of %d runs are done already%n", stored, all);
            out.flush();
        }
    }

    /** A run has come some way. */
    synchronized void step(RunPlan plan, long doneSteps, long allSteps) {
        going.put(plan, (double) doneSteps / allSteps);
        if (nanoTime.getAsLong() - shown >= LOOK_NANOS) {
            show(
                    "%s, seed %d: step %d of %d"
                            .formatted(plan.method(), plan.seed(), doneSteps, allSteps));
        }
    }

    /** A run has ended well. */
    synchronized void done(RunPlan plan, RunResult result) {
        going.remove(plan);
        done++;
        show(
                String.format(
                        Locale.ROOT,
                        "%s, seed %d: %.1f %% held-out, %.0f s",
                        plan.method(),
                        plan.seed(),
                        100 * result.heldOut(),
                        result.seconds()));
    }

    /** A run has failed. */
    synchronized void failed(RunPlan plan, String reason) {
        going.remove(plan);
        done++;
        show("%s, seed %d: FAILED: %s".formatted(plan.method(), plan.seed(), reason));
    }

    private void show(String what) {
        out.printf("[%d/%d] %s%s%n", done, all, what, left());
        out.flush();
        shown = nanoTime.getAsLong();
    }

    /** From the runs of this sitting and the parts of those that go on. */
    private String left() {
        double worked = done - stored;
        for (double part : going.values()) {
            worked += part;
        }
        double open = all - stored - worked;
        if (open < 1e-9 || worked <= 0) {
            return "";
        }
        double seconds = (nanoTime.getAsLong() - began) / 1e9 / worked * open;
        return "; about %s left".formatted(readable(Math.round(seconds)));
    }

    private static String readable(long seconds) {
        if (seconds < 90) {
            return seconds + " s";
        }
        long minutes = (seconds + 30) / 60;
        return minutes < 90
                ? minutes + " min"
                : "%d h %d min".formatted(minutes / 60, minutes % 60);
    }
}
