/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring;

/**
 * How far each modality is ahead of the others: {@code rho_m = 1/(M-1) * sum over j != m of S_m /
 * S_j}, with S the mean (or summed) label probability under the split logits. 1 is balanced.
 * On-the-fly Gradient Modulation, arXiv 2203.15332, in the form for any M of arXiv 2410.11582.
 */
public final class DiscrepancyRatio {
    private static final double SMALLEST_SCORE = 1e-12;

    private DiscrepancyRatio() {}

    /**
     * @param scores one score per modality, not negative; {@code NaN} for a modality that is absent
     *     from the batch
     * @return one ratio per modality; {@code NaN} for absent ones, 1 when fewer than two are
     *     present
     */
    public static double[] of(double[] scores) {
        double[] ratios = new double[scores.length];
        for (int m = 0; m < scores.length; m++) {
            ratios[m] = Double.isNaN(scores[m]) ? Double.NaN : ratio(scores, m);
        }
        return ratios;
    }

    private static double ratio(double[] scores, int modality) {
        double sum = 0;
        int others = 0;
        for (int j = 0; j < scores.length; j++) {
            if (j != modality && !Double.isNaN(scores[j])) {
                sum +=
                        Math.max(scores[modality], SMALLEST_SCORE)
                                / Math.max(scores[j], SMALLEST_SCORE);
                others++;
            }
        }
        return others == 0 ? 1 : sum / others;
    }
}
