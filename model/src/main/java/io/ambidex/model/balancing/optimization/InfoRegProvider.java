/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.SurveyStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes {@code inforeg}: the form for streams, or that of the published code. */
public final class InfoRegProvider extends AbstractMethodProvider {
    static final MethodOption<String> VARIANT =
            MethodOption.choice(
                    "variant",
                    "streaming",
                    List.of("streaming", "published"),
                    "streaming: paper's strength, a gate per modality; published: the rule of the released code, two modalities.");

    /** For ServiceLoader. */
    public InfoRegProvider() {
        super(
                "inforeg",
                SurveyStage.OPTIMIZATION,
                "Pulls a leading encoder back while its Fisher trace still rises (arXiv 2503.18595).",
                allOptions(),
                2);
    }

    private static List<MethodOption<?>> allOptions() {
        List<MethodOption<?>> options = new ArrayList<>();
        options.add(VARIANT);
        options.addAll(InfoRegOptions.ALL);
        options.addAll(PublishedInfoReg.OPTIONS);
        return options;
    }

    @Override
    public Set<Exclusive> exclusive() {
        return Set.of(Exclusive.GRADIENTS);
    }

    @Override
    public BalancingMethod create(MethodOptions options) {
        return options.get(VARIANT).equals("published")
                ? new PublishedInfoReg(options)
                : new InfoReg(InfoRegOptions.of(options));
    }
}
