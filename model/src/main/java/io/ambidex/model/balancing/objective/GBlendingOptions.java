/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.ReservoirOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Options of {@link GBlending}. */
final class GBlendingOptions {
    static final MethodOption<Long> WINDOW =
            MethodOption.count(
                    "window",
                    100,
                    "steps",
                    4,
                    1_000_000_000,
                    "Steps after which the weights are estimated anew from its first and last quarter.");
    static final MethodOption<Long> MEASURE_EVERY =
            MethodOption.count(
                    "measureEvery",
                    1,
                    "steps",
                    1,
                    1_000_000,
                    "Within those quarters, losses are measured in every so many-th step.");
    static final MethodOption<Double> FLOOR =
            MethodOption.number(
                    "weightFloor",
                    0.05,
                    "share",
                    0,
                    0.5,
                    "Least share of every loss; at most 1 / (number of modalities + 1) has an effect.");
    static final MethodOption<String> FIXED =
            MethodOption.text(
                    "fixedWeights",
                    "",
                    "empty, or NAME=WEIGHT;... with every modality and joint",
                    "Weights that stay, as estimated offline in the published form; empty: estimated on the stream.");
    static final MethodOption<Long> REPLAY_CAPACITY = ReservoirOptions.REPLAY_CAPACITY;
    static final List<MethodOption<?>> ALL =
            List.of(
                    WINDOW,
                    MEASURE_EVERY,
                    FLOOR,
                    FIXED,
                    REPLAY_CAPACITY,
                    ReservoirOptions.RECENCY,
                    ReservoirOptions.MEBIBYTES);

    private GBlendingOptions() {}

    /**
     * Weights of the modalities in their order, then of the joint loss.
     *
     * @throws IllegalArgumentException if one is missing, unknown or no number from 0 on
     */
    static double[] fixed(String text, List<String> modalities) {
        List<String> heads = new ArrayList<>(modalities);
        heads.add(ObjectiveStage.JOINT);
        double[] weights = new double[heads.size()];
        Arrays.fill(weights, Double.NaN);
        for (String part : text.split(";")) {
            String[] pair = part.split("=", 2);
            int head = heads.indexOf(pair[0].trim());
            double weight = head < 0 || pair.length < 2 ? Double.NaN : number(pair[1]);
            if (!(weight >= 0 && weight <= Double.MAX_VALUE)) {
                throw wrong(text, heads);
            }
            weights[head] = weight;
        }
        if (Arrays.stream(weights).anyMatch(Double::isNaN) || Arrays.stream(weights).sum() == 0) {
            throw wrong(text, heads);
        }
        return weights;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.trim());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static IllegalArgumentException wrong(String text, List<String> heads) {
        return new IllegalArgumentException(
                "option 'fixedWeights' of method 'gblending' must be NAME=WEIGHT;... with a number from 0 on for each of %s and not all 0, was '%s'"
                        .formatted(heads, text));
    }
}
