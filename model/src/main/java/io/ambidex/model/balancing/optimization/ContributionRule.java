/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import java.util.Arrays;

/**
 * How a modality's part of the logits becomes a factor for its gradient, after the released code of
 * arXiv 2308.07686. With s_m the cross-entropy of the part and R_m its usual level:
 *
 * <pre>
 * r_m = exp( n/(n-1) (mean_j s_j - s_m) )      above 1 when m is ahead now
 * t_m = exp( n/(n-1) (mean_j R_j - R_m) )      above 1 when m is usually ahead
 * k_m = exp( alpha min(t_m - r_m, cap) )
 * </pre>
 *
 * Means and n are over the modalities that have a score. A modality that is further ahead than
 * usual gets a factor below 1.
 *
 * @param alpha strength, not negative
 * @param cap upper limit of t_m - r_m, so that no factor exceeds {@code exp(alpha cap)}
 */
public record ContributionRule(double alpha, double cap) {

    /**
     * The ratios r of scores, or t of usual levels; NaN for a modality whose score is NaN.
     *
     * @param scores nats, lower is better; NaN for a modality that does not play
     */
    public static double[] ratios(double[] scores) {
        double[] known = Arrays.stream(scores).filter(s -> !Double.isNaN(s)).toArray();
        double mean = Arrays.stream(known).average().orElse(Double.NaN);
        double stretch = known.length / (known.length - 1.0);
        return Arrays.stream(scores).map(s -> Math.exp(stretch * (mean - s))).toArray();
    }

    /**
     * One factor per modality, positive; 1 for a modality that does not play.
     *
     * @param ratios r
     * @param usual t
     */
    public double[] coefficients(double[] ratios, double[] usual) {
        double[] factors = new double[ratios.length];
        for (int m = 0; m < factors.length; m++) {
            double gap = Math.min(usual[m] - ratios[m], cap);
            factors[m] = Double.isNaN(gap) ? 1 : Math.exp(alpha * gap);
        }
        return factors;
    }
}
