/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import io.ambidex.model.balancing.MethodState;
import java.util.Arrays;

/**
 * Compares the loss before every update in the steps after a rotation with that in as many steps
 * before it, and says when the rotation has to be taken back.
 */
final class RotationGuard {
    private final int steps;
    private final double tolerance;
    private final double[] recent;
    private long seen;

    /** Rotation before the last one; empty when nothing is on trial. */
    private double[] before = new double[0];

    private double lossBefore;
    private double sumAfter;
    private long stepsAfter;

    /**
     * @param steps length of both comparisons; 0 never takes anything back
     * @param tolerance how much worse the mean loss may be, in nats
     */
    RotationGuard(int steps, double tolerance) {
        this.steps = steps;
        this.tolerance = tolerance;
        recent = new double[steps];
    }

    boolean isWatching() {
        return before.length > 0;
    }

    /** Begins to watch a rotation that has just been made. */
    void watch(double[] rotationBefore) {
        int known = (int) Math.min(seen, steps);
        if (known > 0) {
            before = rotationBefore.clone();
            lossBefore = Arrays.stream(recent, 0, known).sum() / known;
            sumAfter = 0;
            stepsAfter = 0;
        }
    }

    /**
     * Counts a loss.
     *
     * @return the rotation to go back to; null as a rule
     */
    double[] add(double loss) {
        if (steps == 0 || !Double.isFinite(loss)) {
            return null;
        }
        recent[(int) (seen++ % steps)] = loss;
        if (!isWatching()) {
            return null;
        }
        sumAfter += loss;
        if (++stepsAfter < steps) {
            return null;
        }
        double[] back = sumAfter / stepsAfter > lossBefore + tolerance ? before : null;
        before = new double[0];
        return back;
    }

    /** Ends a trial and begins to collect anew, as after a drift. */
    void forget() {
        before = new double[0];
        seen = 0;
    }

    void writeState(MethodState state) {
        state.put("recent", recent);
        state.put("seen", seen);
        state.put("before", before);
        state.put("lossBefore", lossBefore);
        state.put("sumAfter", sumAfter);
        state.put("stepsAfter", stepsAfter);
    }

    void readState(MethodState state) {
        double[] losses = state.numbers("recent");
        System.arraycopy(losses, 0, recent, 0, Math.min(losses.length, recent.length));
        seen = state.whole("seen");
        before = state.numbers("before");
        lossBefore = state.number("lossBefore");
        sumAfter = state.number("sumAfter");
        stepsAfter = state.whole("stepsAfter");
    }
}
