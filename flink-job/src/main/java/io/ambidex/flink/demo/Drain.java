/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Decides when everything that was played has come out at the other end. */
final class Drain {
    private final PlayedLabels played;
    private final Observations observations;
    private final boolean training;
    private final long quietNanos;
    private final LongSupplier nanoTime;
    private long seenChanges = -1;
    private long changedAtNanos;

    /**
     * @param training whether examples are to be trained on
     * @param quiet when nothing has come out for that long, nothing more is expected
     * @param nanoTime a clock such as {@link System#nanoTime}
     */
    Drain(
            PlayedLabels played,
            Observations observations,
            boolean training,
            Duration quiet,
            LongSupplier nanoTime) {
        this.played = played;
        this.observations = observations;
        this.training = training;
        this.quietNanos = quiet.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Whether all that was played is predicted and, where it should be, trained on. */
    boolean complete() {
        return observations.read(
                seen ->
                        seen.predictions().total() >= played.count()
                                && (!training
                                        || seen.monitors().examples()
                                                >= played.count() - played.evaluateOnly()));
    }

    /** Whether nothing has come out for too long; asked again and again. */
    boolean stalled() {
        long changes = observations.changes();
        long now = nanoTime.getAsLong();
        if (changes != seenChanges) {
            seenChanges = changes;
            changedAtNanos = now;
        }
        return now - changedAtNanos > quietNanos;
    }
}
