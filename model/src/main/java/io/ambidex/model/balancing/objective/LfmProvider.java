/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.ReservoirOptions;
import io.ambidex.model.balancing.SurveyStage;
import java.util.List;
import java.util.Set;

/** Makes {@code lfm}. */
public final class LfmProvider extends AbstractMethodProvider {
    static final String HEURISTIC = "heuristic";
    static final String FITTED = "fitted";
    static final String LEARNED = "learned";
    static final String FIXED = "fixed";

    static final MethodOption<String> SCHEDULE =
            MethodOption.choice(
                    "schedule",
                    HEURISTIC,
                    List.of(HEURISTIC, FITTED, LEARNED, FIXED),
                    "How the weight of the alignment goes: 1 - exp(-1/t) of the paper, the polynomial of the published code, learned from held-out examples, or as it is.");
    static final MethodOption<Long> WINDOW =
            MethodOption.count(
                    "window",
                    100,
                    "steps",
                    1,
                    1_000_000_000,
                    "Steps that stand for an epoch: unit of the schedules; how often the weight is learned.");
    static final MethodOption<Double> WEIGHT =
            MethodOption.number(
                    "alignmentWeight",
                    0.95,
                    "share",
                    0,
                    1,
                    "Weight of the alignment: the first one when learned (then 0.05 to 0.95), the only one when fixed.");
    static final MethodOption<Double> RATE =
            MethodOption.number(
                    "weightRate", 1, "factor", 0, 1e6, "How fast the weight is learned; 0.5 to 5.");
    static final MethodOption<Double> LOOKAHEAD =
            MethodOption.number(
                    "lookahead",
                    0,
                    "learning rate",
                    0,
                    10,
                    "Length of the step that the learned weight looks ahead; 0 for the learning rate.");
    static final MethodOption<Long> MICRO_BATCH =
            MethodOption.count(
                    "heldOutBatch",
                    8,
                    "examples",
                    1,
                    1_024,
                    "Held-out examples that the weight is learned from each time.");

    /** For ServiceLoader. */
    public LfmProvider() {
        super(
                "lfm",
                SurveyStage.OBJECTIVE,
                "Begins with aligning the modalities' predictions and moves on to fitting the labels (NeurIPS 2024).",
                List.of(
                        SCHEDULE,
                        WINDOW,
                        WEIGHT,
                        RATE,
                        LOOKAHEAD,
                        MICRO_BATCH,
                        ReservoirOptions.HELD_OUT_SHARE,
                        ReservoirOptions.HELD_OUT_CAPACITY,
                        ReservoirOptions.RECENCY,
                        ReservoirOptions.MEBIBYTES),
                2);
    }

    @Override
    public Set<Exclusive> exclusive() {
        return Set.of(Exclusive.GRADIENTS, Exclusive.NETWORK);
    }

    @Override
    public BalancingMethod create(MethodOptions options) {
        return new Lfm(options);
    }
}
