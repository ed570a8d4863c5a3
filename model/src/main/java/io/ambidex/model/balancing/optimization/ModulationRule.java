/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a discrepancy ratio becomes the factor of an encoder's gradient. */
public enum ModulationRule {
    /**
     * {@code k = max(0, 1 - alpha tanh(rho - 1))} for rho above 1, else 1: continuous, for any
     * number of modalities (arXiv 2410.11582).
     */
    TPAMI {
        @Override
        double slowed(double ratio, double alpha) {
            return 1 - alpha * Math.tanh(ratio - 1);
        }
    },
    /**
     * {@code k = 1 - tanh(alpha rho)} for rho above 1, else 1: jumps at rho = 1 (arXiv 2203.15332,
     * for two modalities).
     */
    CVPR {
        @Override
        double slowed(double ratio, double alpha) {
            return 1 - Math.tanh(alpha * ratio);
        }
    };

    abstract double slowed(double ratio, double alpha);

    /**
     * Factors of the encoders' gradients, each in [0, 1].
     *
     * @param ratios discrepancy ratio per modality; if one is not finite, nothing is modulated
     * @param alpha strength, 0 to 1
     */
    public double[] coefficients(double[] ratios, double alpha) {
        double[] coefficients = new double[ratios.length];
        Arrays.fill(coefficients, 1);
        if (!Arrays.stream(ratios).allMatch(Double::isFinite)) {
            return coefficients;
        }
        for (int m = 0; m < ratios.length; m++) {
            if (ratios[m] > 1) {
                coefficients[m] = Math.min(1, Math.max(0, slowed(ratios[m], alpha)));
            }
        }
        return coefficients;
    }

    static List<String> names() {
        return Arrays.stream(values()).map(rule -> rule.name().toLowerCase(Locale.ROOT)).toList();
    }

    static ModulationRule named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
