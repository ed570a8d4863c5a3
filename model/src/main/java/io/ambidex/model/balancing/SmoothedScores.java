/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import io.ambidex.model.monitoring.SplitScores;
import java.util.Arrays;

/**
 * Mean label probability per modality, smoothed over steps by an exponential average of its
 * logarithm: {@code e <- e + (log S - e) / W}, beginning with the first value. With W = 0 the
 * scores of the batch are taken as they are.
 */
public final class SmoothedScores {
    private static final double SMALLEST = 1e-12;

    private final long steps;
    private double[] averages = new double[0];

    /**
     * @param steps W, length of the average in steps; 0 does not smooth
     */
    public SmoothedScores(long steps) {
        this.steps = steps;
    }

    /**
     * Scores including this batch, one per modality and in [0, 1]; NaN for a modality without a
     * labelled example in the batch.
     */
    public double[] with(SplitScores scores) {
        double[] next = next(scores);
        double[] smoothed = new double[next.length];
        for (int m = 0; m < next.length; m++) {
            double now = scores.meanProbability(m);
            smoothed[m] = steps == 0 || Double.isNaN(now) ? now : Math.exp(next[m]);
        }
        return smoothed;
    }

    /** Takes the batch into the average. */
    public void advance(SplitScores scores) {
        if (steps > 0) {
            averages = next(scores);
        }
    }

    private double[] next(SplitScores scores) {
        double[] next = Arrays.copyOf(averages, scores.modalities());
        Arrays.fill(next, averages.length, next.length, Double.NaN);
        for (int m = 0; m < next.length; m++) {
            double now = Math.log(Math.max(scores.meanProbability(m), SMALLEST));
            if (!Double.isNaN(now)) {
                next[m] = Double.isNaN(next[m]) ? now : next[m] + (now - next[m]) / steps;
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
