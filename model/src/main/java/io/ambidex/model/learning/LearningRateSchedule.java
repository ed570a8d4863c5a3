/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import java.util.HashMap;
import java.util.Map;

/**
 * The factor of the learning rate at every step. A stream does not end, so no schedule falls to
 * zero.
 */
@FunctionalInterface
public interface LearningRateSchedule {

    /**
     * Factor of the learning rate.
     *
     * @param step number of the step, from 0
     * @return positive, at most 1
     */
    double factor(long step);

    /** Always 1. */
    static LearningRateSchedule constant() {
        return step -> 1;
    }

    /**
     * {@code max(floor, factor^(step / every))}, the quotient rounded down.
     *
     * @param every steps between two decays, at least 1
     * @param factor in (0, 1]
     * @param floor least result, in (0, 1]
     */
    static LearningRateSchedule stepDecay(long every, double factor, double floor) {
        require(every >= 1, "every", "at least 1", every);
        require(factor > 0 && factor <= 1, "factor", "in (0, 1]", factor);
        require(floor > 0 && floor <= 1, "floor", "in (0, 1]", floor);
        return step -> Math.max(floor, StrictMath.pow(factor, step / every));
    }

    /**
     * Rises linearly during the first steps: {@code (step + 1) / steps}, times this schedule.
     *
     * @param steps length of the rise, at least 1
     */
    default LearningRateSchedule withWarmUp(long steps) {
        require(steps >= 1, "warm-up", "at least 1", steps);
        return step -> factor(step) * Math.min(1, (step + 1.0) / steps);
    }

    /**
     * Reads a schedule: {@code constant}, {@code warm-up=500}, {@code
     * every=10000,factor=0.1,floor=0.01}, or both parts together.
     *
     * @throws IllegalArgumentException telling what is wrong
     */
    static LearningRateSchedule parse(String text) {
        if (text.isBlank() || text.strip().equals("constant")) {
            return constant();
        }
        Map<String, Double> values = new HashMap<>();
        for (String part : text.split(",")) {
            String[] pair = part.strip().split("=", 2);
            try {
                if (pair.length == 2 && values.put(pair[0], Double.valueOf(pair[1])) == null) {
                    continue;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw new IllegalArgumentException(
                    "schedule '" + text + "': '" + part + "' is not one setting NAME=NUMBER");
        }
        Double warmUp = values.remove("warm-up");
        Double every = values.remove("every");
        double factor = values.containsKey("factor") ? values.remove("factor") : 0.1;
        double floor = values.containsKey("floor") ? values.remove("floor") : 0.01;
        if (!values.isEmpty()) {
            throw new IllegalArgumentException(
                    "schedule '"
                            + text
                            + "' has unknown settings "
                            + values.keySet()
                            + "; there are warm-up, every, factor, floor");
        }
        LearningRateSchedule schedule =
                every == null ? constant() : stepDecay(every.longValue(), factor, floor);
        return warmUp == null ? schedule : schedule.withWarmUp(warmUp.longValue());
    }

    private static void require(boolean holds, String name, String limit, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be " + limit + ", not " + value);
        }
    }
}
