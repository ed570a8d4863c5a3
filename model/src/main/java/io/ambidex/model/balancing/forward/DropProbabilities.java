/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

/**
 * How often OPM drops the features of each modality: {@code q_m = clip(q_base (1 + lambda
 * tanh(rho_m - 1)), 0, 1)} for {@code rho_m > 1}, else 0, with {@code rho_m = s_m / mean over j !=
 * m of s_j}. arXiv 2410.11582.
 */
public final class DropProbabilities {
    private static final double SMALLEST_SCORE = 1e-8;

    private final double base;
    private final double slope;

    /**
     * @param base q_base, 0 to 1
     * @param slope lambda, not negative
     */
    public DropProbabilities(double base, double slope) {
        this.base = base;
        this.slope = slope;
    }

    /**
     * How far each modality is ahead of the mean of the others.
     *
     * @param scores label probability per modality, summed or averaged; NaN for an absent one
     * @return NaN for an absent modality, 1 for the only one
     */
    public static double[] ratios(double[] scores) {
        double[] ratios = new double[scores.length];
        for (int m = 0; m < scores.length; m++) {
            double sum = 0;
            int others = 0;
            for (int j = 0; j < scores.length; j++) {
                if (j != m && !Double.isNaN(scores[j])) {
                    sum += scores[j];
                    others++;
                }
            }
            double mean = sum / others;
            ratios[m] =
                    others == 0 && !Double.isNaN(scores[m])
                            ? 1
                            : scores[m] / (mean < SMALLEST_SCORE ? mean + SMALLEST_SCORE : mean);
        }
        return ratios;
    }

    /** Probability per modality, 0 for one that is absent or not ahead. */
    public double[] of(double[] ratios) {
        double[] probabilities = new double[ratios.length];
        for (int m = 0; m < ratios.length; m++) {
            if (ratios[m] > 1) {
                double q = base * (1 + slope * Math.tanh(ratios[m] - 1));
                probabilities[m] = Math.min(1, Math.max(0, q));
            }
        }
        return probabilities;
    }
}
