/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring;

import java.util.Arrays;

/**
 * Traces of the Fisher information of one encoder on a small set of examples, for the joint loss.
 *
 * @param batchGradient {@code ||1/B sum_i g_i||^2}, free with every backward pass; only its change
 *     over time means anything
 * @param perExample {@code ||g_i||^2} at the label, per example
 * @param model {@code 1/B sum_i sum_c p_ic ||g_ic||^2}: the true trace at these inputs
 */
public record FisherTrace(double batchGradient, double[] perExample, double model) {

    /** {@code 1/B sum_i ||g_i||^2} at the label. */
    public double empirical() {
        return Arrays.stream(perExample).average().orElse(Double.NaN);
    }
}
