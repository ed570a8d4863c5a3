/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import io.ambidex.model.balancing.MethodOption;
import java.util.List;

/** Options of {@link Agm}. */
final class AgmOptions {
    static final String DIRECT = "direct";
    static final String COALITIONS = "coalitions";

    static final MethodOption<String> MECHANISM =
            MethodOption.choice(
                    "mechanism",
                    DIRECT,
                    List.of(DIRECT, COALITIONS),
                    "direct: scales the gradients of encoders and head, coalitions without gradient; coalitions: the released code, the gradient goes through every coalition.");
    static final MethodOption<Double> ALPHA =
            MethodOption.number("alpha", 1, "factor", 0, 10, "Strength of the modulation.");
    static final MethodOption<Double> CAP =
            MethodOption.number(
                    "exponentCap",
                    10,
                    "ratio",
                    0,
                    50,
                    "Upper limit of the difference of the ratios, so that no factor exceeds exp(alpha * exponentCap).");
    static final MethodOption<Double> CLIP_THRESHOLD =
            MethodOption.number(
                    "clipThreshold",
                    1,
                    "gradient",
                    0,
                    1e6,
                    "Gradients are clipped when an element of the head weight's gradient exceeds this; 0 never clips.");
    static final MethodOption<Double> CLIP_NORM =
            MethodOption.number(
                    "clipNorm",
                    1,
                    "gradient",
                    1e-6,
                    1e6,
                    "Euclidean norm of all gradients together after clipping.");
    static final MethodOption<Long> AVERAGE_STEPS =
            MethodOption.count(
                    "averageSteps",
                    2_000,
                    "steps",
                    0,
                    10_000_000,
                    "Steps after which the running mean of the scores turns into an exponential average; 0 never, as published.");
    static final MethodOption<Long> INTERVAL =
            MethodOption.count(
                    "coalitionInterval",
                    1,
                    "steps",
                    1,
                    100_000,
                    "Coalitions are evaluated in every so many-th step; the factors are kept between.");
    static final MethodOption<Long> ORDERS =
            MethodOption.count(
                    "sampledOrders",
                    16,
                    "orders",
                    1,
                    1_000,
                    "Random orders that stand for all coalitions of more than 4 modalities.");
    static final MethodOption<Long> LAST_STEP =
            MethodOption.count(
                    "lastStep",
                    0,
                    "steps",
                    0,
                    Long.MAX_VALUE,
                    "Last step that is modulated; 0 for no end.");

    static final List<MethodOption<?>> ALL =
            List.of(
                    MECHANISM,
                    ALPHA,
                    CAP,
                    CLIP_THRESHOLD,
                    CLIP_NORM,
                    AVERAGE_STEPS,
                    INTERVAL,
                    ORDERS,
                    LAST_STEP);

    private AgmOptions() {}
}
