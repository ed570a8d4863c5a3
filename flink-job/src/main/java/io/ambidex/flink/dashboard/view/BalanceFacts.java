/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import java.util.Map;

/**
 * What is known of one learner's balance, averaged over its last steps: all that the sentence of
 * state is made of.
 *
 * @param learner name of the learner
 * @param method balancing method as configured
 * @param step last step
 * @param jointAccuracy learner score over the last examples, 0 to 1; null when unknown
 * @param discrepancyRatios ratio per modality; above 1 when it leads
 * @param missingRates share of examples without the modality, 0 to 1
 * @param regulation what the method does
 * @param regulationSinceStep since which step it does so; 0 when unknown
 * @param frozen whether training is frozen
 */
public record BalanceFacts(
        String learner,
        String method,
        long step,
        Double jointAccuracy,
        Map<String, Double> discrepancyRatios,
        Map<String, Double> missingRates,
        Regulation regulation,
        long regulationSinceStep,
        boolean frozen) {

    /** What a method does to the learning at present. */
    public enum Regulation {
        /** It changes gradients, or an encoder's prime learning window is open. */
        REGULATING,
        /** It could, but sees no need. */
        WATCHING,
        /** It says neither: it acts at every step in the same way. */
        ACTING,
        /** A baseline: it balances nothing. */
        NONE
    }
}
