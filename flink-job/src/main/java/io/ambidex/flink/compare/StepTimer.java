/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.learning.StepReport;
import java.util.function.LongSupplier;

/**
 * Times a learner's steps, and now and then a step of a joint learner on the same batch, so that
 * whatever else goes on in the machine slows both. The joint learner is trained on nothing else.
 *
 * <p>The first steps are not counted: the engine compiles its kernels in them.
 */
final class StepTimer {
    private static final int WARM_UP = 4;
    private static final int FIRST = 16;
    private static final int EVERY = 8;

    private final Learner learner;
    private final Learner joint;
    private final LongSupplier nanoTime;
    private long calls;
    private double nanos;
    private long examples;
    private double jointNanos;
    private long jointExamples;

    /**
     * @param nanoTime a clock such as {@link System#nanoTime}, or the time that this thread has
     *     worked
     */
    StepTimer(Learner learner, Learner joint, LongSupplier nanoTime) {
        this.learner = learner;
        this.joint = joint;
        this.nanoTime = nanoTime;
    }

    /** One step of the learner. */
    StepReport step(MiniBatch batch) {
        calls++;
        long began = nanoTime.getAsLong();
        StepReport report = learner.step(batch);
        long took = nanoTime.getAsLong() - began;
        if (calls >= FIRST) {
            nanos += took;
            examples += batch.size();
        }
        if (calls <= WARM_UP) {
            joint.step(batch);
        } else if (calls >= FIRST && calls % EVERY == 0) {
            began = nanoTime.getAsLong();
            joint.step(batch);
            jointNanos += nanoTime.getAsLong() - began;
            jointExamples += batch.size();
        }
        return report;
    }

    /** Time of the learner's step over that of the joint one; NaN after fewer than 16 steps. */
    double relativeTime() {
        return (nanos / examples) / (jointNanos / jointExamples);
    }

    /** Training time of one example in microseconds; NaN after fewer than 16 steps. */
    double microsPerExample() {
        return nanos / examples / 1000;
    }
}
