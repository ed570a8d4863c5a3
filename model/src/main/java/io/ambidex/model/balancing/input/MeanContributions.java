/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.input;

import io.ambidex.model.balancing.MethodState;

/**
 * Mean contribution of every modality: an exponential average over steps, {@code e <- e + (x - e) /
 * W}, that begins with the first mean.
 */
final class MeanContributions {
    private final long steps;
    private double[] averages = new double[0];

    /**
     * @param steps W, at least 1
     */
    MeanContributions(long steps) {
        this.steps = steps;
    }

    /**
     * Mean over the examples that have a value.
     *
     * @param values (N, M), NaN where there is none
     * @return per modality; NaN for one without any
     */
    static double[] of(double[][] values, int modalities) {
        double[] sums = new double[modalities];
        int[] counts = new int[modalities];
        for (double[] row : values) {
            for (int m = 0; m < modalities; m++) {
                if (!Double.isNaN(row[m])) {
                    sums[m] += row[m];
                    counts[m]++;
                }
            }
        }
        for (int m = 0; m < modalities; m++) {
            sums[m] = counts[m] == 0 ? Double.NaN : sums[m] / counts[m];
        }
        return sums;
    }

    /** The average with these means; the state stays. */
    double[] with(double[] means) {
        double[] next = means.clone();
        for (int m = 0; m < averages.length; m++) {
            if (Double.isNaN(next[m])) {
                next[m] = averages[m];
            } else if (!Double.isNaN(averages[m])) {
                next[m] = averages[m] + (next[m] - averages[m]) / steps;
            }
        }
        return next;
    }

    /** The average so far; NaN for a modality that was never valued. */
    double[] values() {
        return averages.clone();
    }

    void advance(double[] means) {
        averages = with(means);
    }

    void writeState(MethodState state) {
        state.put("averages", averages);
    }

    void readState(MethodState state) {
        averages = state.numbers("averages");
    }
}
