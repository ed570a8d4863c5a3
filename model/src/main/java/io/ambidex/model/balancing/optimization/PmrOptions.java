/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.ReservoirOptions;
import java.util.List;

/** Options of {@link Pmr}. */
final class PmrOptions {
    static final String PAPER = "paper";
    static final String SWITCH = "switch";
    static final String WINDOW = "window";
    static final String REPLAY = "replay";

    private static final long MOST_STEPS = Long.MAX_VALUE;

    static final MethodOption<Double> ALPHA =
            MethodOption.number(
                    "alpha",
                    1,
                    "factor",
                    0,
                    100,
                    "Weight of the prototype loss of a modality that is far behind.");
    static final MethodOption<String> COEFFICIENTS =
            MethodOption.choice(
                    "coefficients",
                    PAPER,
                    List.of(PAPER, SWITCH),
                    "Whether the weight grows with the lag as in the paper, or is all or nothing as"
                            + " in the released code.");
    static final MethodOption<Double> ENTROPY =
            MethodOption.number(
                    "entropyWeight",
                    0,
                    "factor",
                    0,
                    10,
                    "mu: how much the entropy of a modality that is ahead is raised; 0 for never.");
    static final MethodOption<Long> ENTROPY_STEPS =
            MethodOption.count(
                    "entropySteps",
                    1_000,
                    "steps",
                    0,
                    MOST_STEPS,
                    "Steps at the start in which the entropy is raised.");
    static final MethodOption<Double> MEMORY =
            MethodOption.number(
                    "prototypeMemory",
                    0.2,
                    "share",
                    0,
                    1,
                    "epsilon: share of the old prototype in the new one.");
    static final MethodOption<Long> UNMIXED =
            MethodOption.count(
                    "unmixedRefreshes",
                    1,
                    "refreshes",
                    1,
                    1_000,
                    "First prototypes of a class that replace the one before; the released code has"
                            + " 2.");
    static final MethodOption<Long> STEPS =
            MethodOption.count(
                    "window",
                    100,
                    "steps",
                    1,
                    MOST_STEPS,
                    "W: updates from one refresh of the prototypes to the next.");
    static final MethodOption<String> SOURCE =
            MethodOption.choice(
                    "prototypes",
                    WINDOW,
                    List.of(WINDOW, REPLAY),
                    "Whether prototypes are means over the steps of a window, or come from an"
                            + " evaluation of replay examples as published.");
    static final MethodOption<Long> FIRST =
            MethodOption.count(
                    "firstStep", 1, "step", 1, MOST_STEPS, "First step with added losses.");
    static final MethodOption<Long> LAST =
            MethodOption.count(
                    "lastStep", MOST_STEPS, "step", 1, MOST_STEPS, "Last step with added losses.");

    static final List<MethodOption<?>> ALL =
            List.of(
                    ALPHA,
                    COEFFICIENTS,
                    ENTROPY,
                    ENTROPY_STEPS,
                    MEMORY,
                    UNMIXED,
                    STEPS,
                    SOURCE,
                    FIRST,
                    LAST,
                    ReservoirOptions.REPLAY_CAPACITY,
                    ReservoirOptions.RECENCY,
                    ReservoirOptions.MEBIBYTES);

    private PmrOptions() {}
}
