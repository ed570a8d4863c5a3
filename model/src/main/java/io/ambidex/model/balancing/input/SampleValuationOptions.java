/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.input;

import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.ReservoirSpec;
import java.util.List;

/** Options of {@link SampleValuation}. */
final class SampleValuationOptions {
    static final String SAMPLE = "sample";
    static final String MODALITY = "modality";

    private static final double MEBIBYTE = 1 << 20;

    static final MethodOption<String> LEVEL =
            MethodOption.choice(
                    "level",
                    SAMPLE,
                    List.of(SAMPLE, MODALITY),
                    "Whether every example is brought back for the modalities that it uses too"
                            + " little, or any example for the modality that is weakest on average.");
    static final MethodOption<Double> SHARE =
            MethodOption.number(
                    "replayShare",
                    0.5,
                    "share of the batch",
                    0,
                    10,
                    "r: most replayed examples in a step, relative to the fresh ones.");
    static final MethodOption<Long> WARM_UP =
            MethodOption.count(
                    "warmUpSteps",
                    500,
                    "steps",
                    0,
                    Long.MAX_VALUE,
                    "Steps at the start in which nothing is valued or replayed.");
    static final MethodOption<Long> REVALUE =
            MethodOption.count(
                    "revalueSteps",
                    100,
                    "steps",
                    0,
                    Long.MAX_VALUE,
                    "E: a waiting example that was valued longer ago is valued again, and left out"
                            + " if it is used enough by then.");
    static final MethodOption<Long> CAPACITY =
            MethodOption.count(
                    "queueCapacity",
                    1_024,
                    "replays",
                    1,
                    1_000_000,
                    "Most replays that wait; the oldest leave.");
    static final MethodOption<Double> MEBIBYTES =
            MethodOption.number(
                    "queueMebibytes",
                    ReservoirSpec.DEFAULT_MAX_BYTES / MEBIBYTE,
                    "MiB",
                    1 / MEBIBYTE,
                    1_024,
                    "Most memory of the examples that wait; the oldest leave.");
    static final MethodOption<Double> ALPHA =
            MethodOption.number(
                    "alpha",
                    1,
                    "factor",
                    0,
                    100,
                    "level=modality: how much is replayed for a gap between the modalities.");
    static final MethodOption<String> SHAPE =
            MethodOption.choice(
                    "gapShape",
                    ResamplingRule.LINEAR,
                    ResamplingRule.SHAPES,
                    "level=modality: how the share of replays grows with the gap.");
    static final MethodOption<Long> AVERAGE =
            MethodOption.count(
                    "averageSteps",
                    100,
                    "steps",
                    1,
                    Long.MAX_VALUE,
                    "W: length of the exponential average of the contributions.");

    static final List<MethodOption<?>> ALL =
            List.of(LEVEL, SHARE, WARM_UP, REVALUE, CAPACITY, MEBIBYTES, ALPHA, SHAPE, AVERAGE);

    private SampleValuationOptions() {}

    static long bytes(double mebibytes) {
        return (long) (mebibytes * MEBIBYTE);
    }
}
