/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring;

/**
 * How unequal the contributions of the modalities are. All three are 0 when balanced.
 *
 * @param meanPairwiseGap mean of {@code |phi_i - phi_j|} over all pairs
 * @param range largest minus smallest contribution
 * @param normalised range divided by {@code sum |phi|}; 0 if that is 0
 */
public record ImbalanceDegree(double meanPairwiseGap, double range, double normalised) {

    /**
     * @param contributions one per modality, for example of {@link ShapleyValues}; at least one
     */
    public static ImbalanceDegree of(double[] contributions) {
        double gaps = 0;
        double absolute = 0;
        double largest = Double.NEGATIVE_INFINITY;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < contributions.length; i++) {
            absolute += Math.abs(contributions[i]);
            largest = Math.max(largest, contributions[i]);
            smallest = Math.min(smallest, contributions[i]);
            for (int j = 0; j < i; j++) {
                gaps += Math.abs(contributions[i] - contributions[j]);
            }
        }
        int pairs = contributions.length * (contributions.length - 1) / 2;
        double range = largest - smallest;
        return new ImbalanceDegree(
                pairs == 0 ? 0 : gaps / pairs, range, absolute == 0 ? 0 : range / absolute);
    }
}
