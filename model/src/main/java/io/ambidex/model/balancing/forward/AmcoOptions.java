/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import io.ambidex.model.balancing.MethodOption;
import java.util.List;

/** Options of {@link Amco}. */
final class AmcoOptions {
    static final MethodOption<Double> THRESHOLD =
            MethodOption.number(
                    "dependenceThreshold",
                    0,
                    "share",
                    0,
                    1,
                    "A modality with a larger share of the probability mass is depended on; 0 takes 0.5 for two modalities and 1/M + 0.05 for more.");
    static final MethodOption<Double> EPSILON =
            MethodOption.number(
                    "rampShare",
                    0.3,
                    "share",
                    0.01,
                    1,
                    "Share of the ramp after which all features are masked.");
    static final MethodOption<Long> RAMP =
            MethodOption.count(
                    "rampSteps",
                    1_000,
                    "steps",
                    1,
                    Long.MAX_VALUE,
                    "Length of the ramp; it begins anew after a drift.");
    static final MethodOption<Long> SMOOTHING =
            MethodOption.count(
                    "massSmoothing",
                    10,
                    "steps",
                    0,
                    100_000,
                    "Length of the exponential average of the shares; 0 takes each batch by itself.");
    static final MethodOption<Double> UNIMODAL_WEIGHT =
            MethodOption.number(
                    "unimodalLossWeight",
                    1,
                    "factor",
                    0,
                    100,
                    "Weight of every modality's own cross-entropy, which is not masked.");

    static final List<MethodOption<?>> ALL =
            List.of(THRESHOLD, EPSILON, RAMP, SMOOTHING, UNIMODAL_WEIGHT);

    private AmcoOptions() {}
}
