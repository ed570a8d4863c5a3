/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.SurveyStage;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.network.AdapterSpec;
import io.ambidex.model.network.Adapters;
import io.ambidex.model.network.MultimodalNetwork;
import io.ambidex.model.network.NetworkSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Freezes the network and trains low-rank adapters beside it: A belongs to a modality, B to all,
 * and in between the modalities read from each other. Wei et al., arXiv 2506.05191, in a form for
 * classifiers; {@link Adapters} has the formulas.
 *
 * <p>The base is what the network was before: the initial weights, or what the method before this
 * one has learned. Only adapters and head train and are saved; a version holds them and the digest
 * of the base. The A of a modality is what other methods of a chain take for its encoder.
 *
 * <p>Monitors, every {@code relianceSteps}: {@code moka.gain}, by how much the adapters lower the
 * loss of the mini-batch (nats), and {@code moka.gain.MODALITY}, by how much those of one modality
 * alone do. No state of its own.
 */
public final class Moka implements BalancingMethod {
    private final Map<String, String> adapters;
    private final long relianceSteps;
    private final Map<String, Double> seen = new LinkedHashMap<>();
    private Map<String, Double> monitors = Map.of();

    Moka(MethodOptions options) {
        relianceSteps = options.get(MokaOptions.RELIANCE);
        adapters = new LinkedHashMap<>(options.asText());
        adapters.remove(MokaOptions.RELIANCE.name());
    }

    @Override
    public NetworkSpec network(NetworkSpec configured) {
        return configured.withAdapters(new AdapterSpec(Adapters.MOKA, adapters));
    }

    @Override
    public void objective(ObjectiveStage stage) {
        if (stage.pass() > 0) {
            return;
        }
        seen.clear();
        if (relianceSteps > 0 && stage.step() % relianceSteps == 0) {
            try (GradMode off = GradMode.off()) {
                look(stage);
            }
        }
    }

    private void look(ObjectiveStage stage) {
        NDList features = new NDList();
        for (int m = 0; m < stage.modalities().size(); m++) {
            features.add(stage.encoded(m));
        }
        NDArray presence =
                stage.network()
                        .presence(stage.manager(), stage.batch().size(), stage.batch()::isPresent);
        MultimodalNetwork network = stage.network();
        OptionalDouble none = loss(stage, network.logitsKeeping(features, presence, m -> false));
        OptionalDouble all = loss(stage, network.logits(features, presence));
        if (none.isEmpty() || all.isEmpty()) {
            return;
        }
        seen.put("moka.gain", none.getAsDouble() - all.getAsDouble());
        for (int i = 0; i < features.size(); i++) {
            int only = i;
            double alone =
                    loss(stage, network.logitsKeeping(features, presence, m -> m == only))
                            .orElse(none.getAsDouble());
            seen.put("moka.gain." + stage.modalities().get(i), none.getAsDouble() - alone);
        }
    }

    private static OptionalDouble loss(ObjectiveStage stage, NDArray logits) {
        return stage.crossEntropy(logits).stream()
                .mapToDouble(loss -> HostValues.of(loss)[0])
                .findFirst();
    }

    @Override
    public void after(AfterStage stage) {
        monitors = new LinkedHashMap<>(seen);
    }

    @Override
    public Map<String, Double> monitors() {
        return monitors;
    }

    /** Makes {@code moka}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "moka",
                    SurveyStage.FEED_FORWARD,
                    "Freezes the network and trains low-rank adapters whose modalities read from"
                            + " each other (arXiv 2506.05191).",
                    allOptions(),
                    1);
        }

        private static List<MethodOption<?>> allOptions() {
            List<MethodOption<?>> options = new ArrayList<>(MokaOptions.OF_ADAPTERS);
            options.add(MokaOptions.RELIANCE);
            return options;
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new Moka(options);
        }
    }
}
