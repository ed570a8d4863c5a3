/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import java.util.Arrays;

/**
 * One exponential average per modality: {@code e <- e + (x - e) / W}, beginning with the first
 * value. A value that is NaN, as of a modality that a batch lacks, leaves its average alone.
 */
public final class ExponentialAverages {
    private final long steps;
    private double[] averages = new double[0];

    /**
     * @param steps W, length of the average in steps; 0 does not smooth
     */
    public ExponentialAverages(long steps) {
        this.steps = steps;
    }

    /** The averages with these values, one per modality; NaN where the value is. */
    public double[] with(double[] values) {
        double[] next = next(values);
        for (int m = 0; m < next.length; m++) {
            if (steps == 0 || Double.isNaN(values[m])) {
                next[m] = values[m];
            }
        }
        return next;
    }

    /** Takes the values into the averages. */
    public void advance(double[] values) {
        if (steps > 0) {
            averages = next(values);
        }
    }

    private double[] next(double[] values) {
        double[] next = Arrays.copyOf(averages, values.length);
        Arrays.fill(next, Math.min(averages.length, next.length), next.length, Double.NaN);
        for (int m = 0; m < next.length; m++) {
            if (!Double.isNaN(values[m])) {
                next[m] =
                        Double.isNaN(next[m]) ? values[m] : next[m] + (values[m] - next[m]) / steps;
            }
        }
        return next;
    }

    /** Adds the averages. */
    public void writeState(MethodState state) {
        state.put("averages", averages);
    }

    /** Takes the averages over. */
    public void readState(MethodState state) {
        averages = state.numbers("averages");
    }
}
