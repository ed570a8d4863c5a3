/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import io.ambidex.model.balancing.MethodOption;
import java.util.List;

/** Options of {@link Moka}. */
final class MokaOptions {
    static final MethodOption<Long> RELIANCE =
            MethodOption.count(
                    "relianceSteps",
                    50,
                    "steps",
                    0,
                    1_000_000,
                    "Steps between two looks at how much each modality's adapters help; 0 never"
                            + " looks.");

    /** Those of the adapters, under the names that the network has for them. */
    static final List<MethodOption<?>> OF_ADAPTERS =
            List.of(
                    MethodOption.count(
                            "rank",
                            4,
                            "numbers",
                            1,
                            8_192,
                            "r of every adapter; at most the width of every adapted map."),
                    MethodOption.number(
                            "alpha",
                            16,
                            "factor",
                            1e-6,
                            1e6,
                            "What the adapters say is multiplied by alpha / rank."),
                    MethodOption.number(
                            "crossWeight",
                            0.5,
                            "factor",
                            0,
                            1e3,
                            "How much of what a low-rank token reads from others is added to it;"
                                    + " published 1 and 0.05."),
                    MethodOption.text(
                            "keys",
                            "others",
                            "others, tasks or a modality",
                            "What low-rank tokens read from: the tokens of all other modalities,"
                                    + " learned task tokens, or those of one modality, which reads"
                                    + " from none."),
                    MethodOption.count(
                            "taskTokens", 4, "tokens", 4, 4_096, "Learned task tokens of a map."),
                    MethodOption.text(
                            "maps",
                            "",
                            "tokens, wq, wk, wv, wo",
                            "What is adapted, separated by commas: what the encoders give, and the"
                                    + " maps of an attention fusion. Without a word all these maps,"
                                    + " or, in other networks, tokens."),
                    MethodOption.choice(
                            "scalePosition",
                            "after",
                            List.of("after", "before"),
                            "Where alpha / rank acts: on the adapters' output, or before low-rank"
                                    + " tokens read, as in the published audio-visual-text layer."));

    private MokaOptions() {}
}
