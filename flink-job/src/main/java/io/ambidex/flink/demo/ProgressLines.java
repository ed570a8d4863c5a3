/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Plain lines, for logs and pipes: one every few seconds, when something has changed. */
final class ProgressLines implements ProgressDisplay {
    private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

    private final PrintWriter out;
    private final LongSupplier nanoTime;
    private long dueNanos;
    private RunProgress shown;

    /**
     * @param nanoTime a clock such as {@link System#nanoTime}
     */
    ProgressLines(PrintWriter out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.dueNanos = nanoTime.getAsLong();
    }

    @Override
    public void show(RunProgress progress) {
        if (nanoTime.getAsLong() < dueNanos || progress.equals(shown)) {
            return;
        }
        out.printf("%d predicted, %s%n", progress.predicted(), progress.describe());
        out.flush();
        shown = progress;
        dueNanos = nanoTime.getAsLong() + INTERVAL_NANOS;
    }

    @Override
    public void close() {
        out.flush();
    }
}
