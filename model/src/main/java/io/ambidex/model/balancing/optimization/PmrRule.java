/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import io.ambidex.model.balancing.MethodOptions;

/** The weights of PMR's losses, given how a modality stands to the others. */
final class PmrRule {
    private final double alpha;
    private final boolean allOrNothing;
    private final double entropy;
    private final long entropySteps;
    private final long firstStep;
    private final long lastStep;

    /**
     * @throws IllegalArgumentException if the last step is before the first
     */
    PmrRule(MethodOptions options) {
        alpha = options.get(PmrOptions.ALPHA);
        allOrNothing = options.get(PmrOptions.COEFFICIENTS).equals(PmrOptions.SWITCH);
        entropy = options.get(PmrOptions.ENTROPY);
        entropySteps = options.get(PmrOptions.ENTROPY_STEPS);
        firstStep = options.get(PmrOptions.FIRST);
        lastStep = options.get(PmrOptions.LAST);
        if (lastStep < firstStep) {
            throw new IllegalArgumentException(
                    "lastStep must not be before firstStep (%d), was %d"
                            .formatted(firstStep, lastStep));
        }
    }

    private boolean acts(long step) {
        return step >= firstStep && step <= lastStep;
    }

    /**
     * Weight of the prototype loss: {@code alpha clip(1/rho - 1, 0, 1)}, or alpha where rho is
     * below 1.
     */
    double prototypeWeight(double ratio, long step) {
        if (!acts(step) || ratio >= 1) {
            return 0;
        }
        return allOrNothing ? alpha : alpha * Math.min(1 / ratio - 1, 1);
    }

    /** Weight of the entropy, {@code mu clip(rho - 1, 0, 1)}. */
    double entropyWeight(double ratio, long step) {
        if (!acts(step) || step > entropySteps || ratio <= 1) {
            return 0;
        }
        return entropy * Math.min(ratio - 1, 1);
    }
}
