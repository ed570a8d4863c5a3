/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.util.Map;
import org.apache.flink.configuration.ConfigOption;

/** The network apart from its encoders, which are in {@link ModalityOptions}. */
public final class NetworkOptions {

    public static final ConfigOption<String> FUSION =
            key("network.fusion")
                    .stringType()
                    .defaultValue("concat")
                    .withDescription(
                            "How features are fused: concat, sum, film, gated, mean, cosine,"
                                    + " shared, boosted or attention (over the tokens of all"
                                    + " modalities); a balancing method may replace it.");

    public static final ConfigOption<Map<String, String>> FUSION_OPTIONS =
            key("network.fusion-options")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription(
                            "Options of the fusion; attention: width, heads, qkNorm, jointLayers,"
                                    + " jointHeads, jointRatio, forkedLayers.");

    public static final ConfigOption<String> INITIAL_WEIGHTS =
            key("network.initial-weights")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "A version file to begin with instead of the weights that the seed"
                                    + " gives.");

    private NetworkOptions() {}
}
