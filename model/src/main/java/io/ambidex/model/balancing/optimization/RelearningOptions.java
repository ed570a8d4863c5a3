/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.ReservoirOptions;
import java.util.List;

/** Options of {@link Relearning}. */
final class RelearningOptions {
    private static final long MOST_STEPS = Long.MAX_VALUE;

    static final MethodOption<Double> STRENGTH =
            MethodOption.number(
                    "strength",
                    3,
                    "factor",
                    0,
                    100,
                    "lambda: how strongly a gap between the purities of trained and held-out"
                            + " examples moves an encoder back.");
    static final MethodOption<Long> INTERVAL =
            MethodOption.count(
                    "diagnosisSteps",
                    2_000,
                    "steps",
                    1,
                    MOST_STEPS,
                    "H: updates from one diagnosis to the next.");
    static final MethodOption<Long> MOST_RESETS =
            MethodOption.count(
                    "mostResets",
                    3,
                    "resets",
                    0,
                    1_000,
                    "Most diagnoses within a period that may move encoders back.");
    static final MethodOption<Long> RESET_PERIOD =
            MethodOption.count(
                    "resetPeriodSteps",
                    20_000,
                    "steps",
                    0,
                    MOST_STEPS,
                    "Length of that period; 0 for the whole life of the job, as published.");
    static final MethodOption<Double> FORGET_ABOVE =
            MethodOption.number(
                    "forgetAbove",
                    0.1,
                    "share",
                    0,
                    1,
                    "The optimizer forgets an encoder that is moved back by more than this share; 1"
                            + " for never, as published.");
    static final MethodOption<Long> RESTARTS =
            MethodOption.count(
                    "restarts", 10, "runs", 1, 1_000, "Runs of k-means; the best one is taken.");
    static final MethodOption<Boolean> EQUAL_SIZES =
            MethodOption.flag(
                    "equalSizes",
                    true,
                    "Takes as many trained as held-out examples, since purity grows when there are"
                            + " few.");
    static final MethodOption<Double> HELD_OUT_SHARE = ReservoirOptions.heldOutShare(0.05);
    static final MethodOption<Long> HELD_OUT_CAPACITY = ReservoirOptions.heldOutCapacity(512);
    static final MethodOption<Long> REPLAY_CAPACITY = ReservoirOptions.replayCapacity(512);

    static final List<MethodOption<?>> ALL =
            List.of(
                    STRENGTH,
                    INTERVAL,
                    MOST_RESETS,
                    RESET_PERIOD,
                    FORGET_ABOVE,
                    RESTARTS,
                    EQUAL_SIZES,
                    HELD_OUT_SHARE,
                    HELD_OUT_CAPACITY,
                    REPLAY_CAPACITY,
                    ReservoirOptions.RECENCY,
                    ReservoirOptions.MEBIBYTES);

    private RelearningOptions() {}
}
