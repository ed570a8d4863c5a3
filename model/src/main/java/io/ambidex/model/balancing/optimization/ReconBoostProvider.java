/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.SurveyStage;
import java.util.List;
import java.util.Set;

/** Makes {@code reconboost}. */
public final class ReconBoostProvider extends AbstractMethodProvider {
    static final String WEAKEST = "weakest";
    private static final long MOST_STEPS = 1_000_000_000;

    static final MethodOption<Double> WEIGHT_1 =
            MethodOption.number(
                    "weight1",
                    5,
                    "factor",
                    1e-3,
                    1e3,
                    "w1, weight of an example that the other modalities do not explain, times 1 / C.");
    static final MethodOption<Double> WEIGHT_2 =
            MethodOption.number(
                    "weight2",
                    1,
                    "factor",
                    0,
                    1e3,
                    "w2, how much of it an example loses that they explain fully; at most weight1.");
    static final MethodOption<Long> UNIMODAL_STEPS =
            MethodOption.count(
                    "unimodalSteps",
                    200,
                    "steps",
                    0,
                    MOST_STEPS,
                    "n0, first steps, in which every encoder learns by its own loss; 0 where the encoders are trained already.");
    static final MethodOption<Long> BOOSTING_STEPS =
            MethodOption.count(
                    "boostingSteps",
                    100,
                    "steps",
                    1,
                    MOST_STEPS,
                    "n1, steps in which one encoder trains with the head.");
    static final MethodOption<Long> RECTIFYING_STEPS =
            MethodOption.count(
                    "rectifyingSteps",
                    100,
                    "steps",
                    1,
                    MOST_STEPS,
                    "n2, steps after them in which everything trains.");
    static final MethodOption<String> ORDER =
            MethodOption.choice(
                    "order",
                    "cycle",
                    List.of("cycle", WEAKEST),
                    "Which modality is boosted next: the one after the present, or the one with the lowest recent score.");
    static final MethodOption<Double> ALIGNMENT =
            MethodOption.number(
                    "alignmentWeight",
                    0,
                    "factor",
                    0,
                    1e3,
                    "alpha, pull of the boosted modality's probabilities to those of the one before; published 0.5, without effect there.");
    static final MethodOption<Long> HIDDEN =
            MethodOption.count(
                    "hidden", 256, "units", 1, 65_536, "Width of the head's first layer.");
    static final MethodOption<Double> BOOST_RATE =
            MethodOption.number(
                    "boostRate", 1, "factor", 0.01, 1e3, "First value of the trained factor r.");

    /** For ServiceLoader. */
    public ReconBoostProvider() {
        super(
                "reconboost",
                SurveyStage.OPTIMIZATION,
                "Trains one modality on what the others do not explain, then all together (arXiv 2405.09321).",
                List.of(
                        WEIGHT_1,
                        WEIGHT_2,
                        UNIMODAL_STEPS,
                        BOOSTING_STEPS,
                        RECTIFYING_STEPS,
                        ORDER,
                        ALIGNMENT,
                        HIDDEN,
                        BOOST_RATE),
                2);
    }

    @Override
    public Set<Exclusive> exclusive() {
        return Set.of(Exclusive.PASSES, Exclusive.NETWORK);
    }

    @Override
    public BalancingMethod create(MethodOptions options) {
        return new ReconBoost(options);
    }
}
