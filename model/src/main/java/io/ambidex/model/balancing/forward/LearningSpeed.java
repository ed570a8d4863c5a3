/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import io.ambidex.model.balancing.MethodState;

/**
 * Conditional learning speed of every branch (arXiv 2202.05306): how fast it learns through what it
 * is told by the others, compared with how fast it learns by itself.
 *
 * <pre>
 * by_m   = d by_m   + |grad|^2 / |param|^2     over what exchanges for branch m
 * main_m = d main_m + |grad|^2 / |param|^2     over encoder and classifier of branch m
 * speed_m = log10(by_m / main_m)               in decades
 * </pre>
 *
 * with d = 1 - 1/W; the published sums have d = 1.
 */
public final class LearningSpeed {
    private final double decay;
    private double[] bypass;
    private double[] main;

    /**
     * @param modalities number of branches
     * @param averageSteps W; 0 for sums since the beginning
     */
    public LearningSpeed(int modalities, long averageSteps) {
        decay = averageSteps == 0 ? 1 : 1 - 1.0 / averageSteps;
        bypass = new double[modalities];
        main = new double[modalities];
    }

    /**
     * Takes one step in.
     *
     * @param bypassRatios |grad|^2 / |param|^2 of the exchange, per branch; NaN for a branch that
     *     did not learn
     * @param mainRatios the same of encoder and classifier
     */
    public void add(double[] bypassRatios, double[] mainRatios) {
        for (int m = 0; m < bypass.length; m++) {
            if (!Double.isNaN(bypassRatios[m]) && !Double.isNaN(mainRatios[m])) {
                bypass[m] = decay * bypass[m] + bypassRatios[m];
                main[m] = decay * main[m] + mainRatios[m];
            }
        }
    }

    /** Speed of a branch; not finite as long as one of the sums is 0. */
    public double of(int modality) {
        return Math.log10(bypass[modality] / main[modality]);
    }

    /** Sum over the steps of what the branch learned through the exchange. */
    public double bypass(int modality) {
        return bypass[modality];
    }

    /** Sum over the steps of what the branch learned by itself. */
    public double main(int modality) {
        return main[modality];
    }

    /** Branch that learns most through the exchange; -1 if a speed is not finite. */
    int fastest() {
        int fastest = 0;
        for (int m = 0; m < bypass.length; m++) {
            if (!Double.isFinite(of(m))) {
                return -1;
            }
            fastest = of(m) > of(fastest) ? m : fastest;
        }
        return fastest;
    }

    /** Largest minus smallest speed, not negative; NaN if one is not finite. */
    double difference() {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int m = 0; m < bypass.length; m++) {
            if (!Double.isFinite(of(m))) {
                return Double.NaN;
            }
            least = Math.min(least, of(m));
            most = Math.max(most, of(m));
        }
        return most - least;
    }

    void writeState(MethodState state) {
        state.put("bypass", bypass);
        state.put("main", main);
    }

    void readState(MethodState state) {
        bypass = state.numbers("bypass");
        main = state.numbers("main");
    }
}
