/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import io.ambidex.model.balancing.MethodOption;
import java.util.List;

/** Options of {@link RollingQ}. */
final class RollingQOptions {
    static final MethodOption<String> VARIANT =
            MethodOption.choice(
                    "variant",
                    "stream",
                    List.of("stream", "published"),
                    "stream decides by running averages; published by the last mini-batch of a"
                            + " window, and takes the keys of the whole window again.");
    static final MethodOption<Double> BETA =
            MethodOption.number(
                    "beta",
                    0.1,
                    "cosine",
                    0,
                    2,
                    "The query is turned when the cosines of the modalities differ by more.");
    static final MethodOption<Double> SIGMA =
            MethodOption.number(
                    "sigma",
                    0,
                    "factor",
                    0,
                    10,
                    "How far beyond the middle the query is turned, towards the modality it prefers"
                            + " least; more than 1 may swing.");
    static final MethodOption<Long> MAX_ROTATIONS =
            MethodOption.count(
                    "maxRotations", 1, "rotations", 0, 1_000_000, "Most rotations that are made.");
    static final MethodOption<Long> WINDOW =
            MethodOption.count(
                    "window",
                    250,
                    "steps",
                    1,
                    1_000_000,
                    "Steps between two checks; published: length of an epoch.");
    static final MethodOption<Long> WARM_UP =
            MethodOption.count(
                    "warmUpSteps",
                    0,
                    "steps",
                    0,
                    Long.MAX_VALUE,
                    "Steps without a check at first.");
    static final MethodOption<Double> DECAY =
            MethodOption.number(
                    "decay",
                    0.98,
                    "factor per step",
                    0,
                    0.9999,
                    "How much of the averages is kept in a step.");
    static final MethodOption<Long> GUARD =
            MethodOption.count(
                    "guardSteps",
                    100,
                    "steps",
                    0,
                    10_000,
                    "After so many steps a rotation is taken back if the loss is worse than before"
                            + " it; 0 never does so.");
    static final MethodOption<Double> TOLERANCE =
            MethodOption.number(
                    "tolerance",
                    0.1,
                    "nats",
                    0,
                    100,
                    "How much worse the loss may be after a rotation.");
    static final MethodOption<Long> KEPT =
            MethodOption.count(
                    "keptBatches",
                    32,
                    "mini-batches",
                    1,
                    10_000,
                    "Published: most mini-batches of a window that are kept for the second look.");
    static final MethodOption<Boolean> PROBES =
            MethodOption.flag(
                    "probes",
                    false,
                    "Whether a linear head per modality is trained beside, on its detached first"
                            + " token; it changes nothing else.");

    static final List<MethodOption<?>> ALL =
            List.of(
                    VARIANT,
                    BETA,
                    SIGMA,
                    MAX_ROTATIONS,
                    WINDOW,
                    WARM_UP,
                    DECAY,
                    GUARD,
                    TOLERANCE,
                    KEPT,
                    PROBES);

    private RollingQOptions() {}
}
