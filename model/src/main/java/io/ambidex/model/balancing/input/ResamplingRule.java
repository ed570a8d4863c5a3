/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.input;

import java.util.List;

/**
 * How much more of a modality is trained on, given what it contributes. Formulas after the released
 * code of arXiv 2309.06255.
 */
public final class ResamplingRule {
    static final String LINEAR = "linear";
    static final String TANH = "tanh";
    static final String POWER = "power";

    /** Names of {@link #probability}'s shapes. */
    static final List<String> SHAPES = List.of(LINEAR, TANH, POWER);

    private ResamplingRule() {}

    /**
     * Extra copies of an example for a modality, 0 to 3.
     *
     * @param contribution phi of {@link ModalityValues}; below 1 the modality is under-used
     */
    public static int copies(double contribution) {
        if (contribution >= 1 || Double.isNaN(contribution)) {
            return 0;
        }
        if (contribution > 0.4) {
            return 1;
        }
        return contribution > -0.1 ? 2 : 3;
    }

    /**
     * The modality with the smallest mean contribution, the last one of equals.
     *
     * @param contributions mean phi per modality, at least one; NaN where it is not known
     */
    public static int weakest(double[] contributions) {
        int weakest = 0;
        for (int m = 1; m < contributions.length; m++) {
            if (contributions[m] <= contributions[weakest]
                    || Double.isNaN(contributions[weakest])) {
                weakest = m;
            }
        }
        return weakest;
    }

    /**
     * Share of the examples that are trained on again with the weakest modality alone: with the gap
     * {@code d = max phi - min phi} and {@code x = 2/3 d}, {@code alpha x}, {@code tanh(alpha x)},
     * or {@code alpha x^1.5}.
     *
     * @param contributions mean phi per modality; NaN where it is not known
     * @return not negative; above 1 means every example
     */
    public static double probability(double[] contributions, double alpha, String shape) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double contribution : contributions) {
            if (!Double.isNaN(contribution)) {
                least = Math.min(least, contribution);
                most = Math.max(most, contribution);
            }
        }
        if (least > most) {
            return 0;
        }
        double gap = 2.0 / 3 * (most - least);
        return switch (shape) {
            case LINEAR -> alpha * gap;
            case TANH -> Math.tanh(alpha * gap);
            case POWER -> alpha * Math.pow(gap, 1.5);
            default -> throw new IllegalArgumentException("no shape '" + shape + "'");
        };
    }
}
