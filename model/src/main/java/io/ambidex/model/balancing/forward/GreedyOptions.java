/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import io.ambidex.model.balancing.MethodOption;
import java.util.List;

/** Options of {@link Greedy}. */
final class GreedyOptions {
    static final MethodOption<Long> POINTS =
            MethodOption.count(
                    "exchangePoints",
                    3,
                    "stages",
                    1,
                    64,
                    "The encoders exchange gates after so many of their last stages, or as many as the encoder with the fewest has.");
    static final MethodOption<Long> RATIO =
            MethodOption.count(
                    "squeezeRatio",
                    4,
                    "factor",
                    1,
                    1_024,
                    "The common layer of a point has 2 / squeezeRatio times the channels of all modalities.");
    static final MethodOption<Double> EPSILON =
            MethodOption.number(
                    "speedDifference",
                    0.01,
                    "decades",
                    0,
                    100,
                    "Difference of the conditional learning speeds above which the next steps are rebalancing ones.");
    static final MethodOption<Long> WINDOW =
            MethodOption.count(
                    "window", 5, "steps", 1, 100_000, "Rebalancing steps after such a decision.");
    static final MethodOption<Long> WARM_UP =
            MethodOption.count(
                    "warmUpSteps",
                    200,
                    "steps",
                    0,
                    Long.MAX_VALUE,
                    "Steps at the start after which nothing is decided yet.");
    static final MethodOption<Long> AVERAGE_STEPS =
            MethodOption.count(
                    "averageSteps",
                    1_000,
                    "steps",
                    0,
                    10_000_000,
                    "Length of the exponential averages of speeds and gates; 0 for sums and means since the beginning, as published.");

    static final List<MethodOption<?>> ALL =
            List.of(POINTS, RATIO, EPSILON, WINDOW, WARM_UP, AVERAGE_STEPS);

    private GreedyOptions() {}
}
