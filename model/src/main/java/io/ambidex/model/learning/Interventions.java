/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import java.util.Map;

/**
 * What somebody outside has told a learner to do for a while: learn faster, or not at all. Part of
 * the learner's state.
 */
final class Interventions {
    private static final String FACTOR = "raisedLearningRateFactor";
    private static final String RAISED_UNTIL = "raisedUntilStep";
    private static final String FROZEN_UNTIL = "frozenUntilStep";

    private double factor = 1;
    private long raisedUntil;
    private long frozenUntil;

    /**
     * @param by factor, positive and finite
     * @param steps how many steps, at least 1
     * @param made steps made so far
     */
    void raiseLearningRate(double by, long steps, long made) {
        if (!(by > 0) || !Double.isFinite(by)) {
            throw new IllegalArgumentException(
                    "the factor of the learning rate must be positive and finite, was " + by);
        }
        factor = by;
        raisedUntil = end(steps, made);
    }

    /** Steps from now on change nothing, for {@code steps} steps, at least 1. */
    void freeze(long steps, long made) {
        frozenUntil = end(steps, made);
    }

    void resume() {
        frozenUntil = 0;
    }

    /** Factor of the learning rate for a step. */
    double factor(long step) {
        return step <= raisedUntil ? factor : 1;
    }

    boolean frozen(long step) {
        return step <= frozenUntil;
    }

    Map<String, Long> numbers() {
        return Map.of(
                FACTOR,
                Double.doubleToRawLongBits(factor),
                RAISED_UNTIL,
                raisedUntil,
                FROZEN_UNTIL,
                frozenUntil);
    }

    /** Takes over {@link #numbers}; a state without them has known no intervention. */
    void read(Map<String, Long> numbers) {
        factor =
                Double.longBitsToDouble(
                        numbers.getOrDefault(FACTOR, Double.doubleToRawLongBits(1)));
        raisedUntil = numbers.getOrDefault(RAISED_UNTIL, 0L);
        frozenUntil = numbers.getOrDefault(FROZEN_UNTIL, 0L);
    }

    private static long end(long steps, long made) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1, were " + steps);
        }
        return steps > Long.MAX_VALUE - made ? Long.MAX_VALUE : made + steps;
    }
}
