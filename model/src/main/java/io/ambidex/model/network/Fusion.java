/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.ScriptModule;
import io.ambidex.model.network.layer.TensorSpec;
import io.ambidex.model.network.layer.TokenShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Features of all modalities to logits: a kernel and the tensors it works on. */
final class Fusion implements AutoCloseable {

    private final ScriptModule module;
    private final Fusions.Plan plan;
    private final DataType type;
    private final NDArray constants;
    private final FeatureAdapters featureAdapters;
    private final NamedTensors parameters = new NamedTensors();
    private final NamedTensors frozen = new NamedTensors();
    private final NamedTensors buffers = new NamedTensors();

    /** The fusion's own tensors in the kernel's order. */
    private final NDList tensors = new NDList();

    /** Those of the adapters in their order. */
    private final NDList adapters = new NDList();

    /** Adapters of the class token and of every modality: all are kept; null without any. */
    private final NDArray kept;

    /** The fusion of a network with such features. */
    static Fusion of(NetworkSpec spec, List<TokenShape> tokens, TensorFactory factory) {
        return new Fusion(Fusions.plan(spec, tokens), tokens, factory);
    }

    private Fusion(Fusions.Plan plan, List<TokenShape> tokens, TensorFactory factory) {
        this.plan = plan;
        type = factory.type();
        module = plan.kernel().load(factory.manager());
        for (TensorSpec spec : plan.allTensors()) {
            NDArray tensor = factory.create(spec.name(), spec);
            tensor.setRequiresGradient(plan.trains(spec));
            (Adapters.isAdapter(spec.name()) ? adapters : tensors).add(tensor);
            group(spec).add(spec.name(), tensor);
        }
        constants = plan.constants().isEmpty() ? null : constants(factory.manager());
        boolean alone = plan.adapters() != null && plan.attention() == null;
        featureAdapters =
                alone ? new FeatureAdapters(plan.adapters(), tokens, factory.manager()) : null;
        kept = plan.adapters() == null ? null : kept(factory.manager(), tokens.size());
    }

    private NamedTensors group(TensorSpec spec) {
        if (spec.kind() != TensorSpec.Kind.PARAMETER) {
            return buffers;
        }
        return plan.trains(spec) ? parameters : frozen;
    }

    private NDArray kept(NDManager manager, int modalities) {
        NDArray ones = manager.ones(new Shape(1L + modalities), type);
        NDScope.unregister(ones);
        return ones;
    }

    private NDArray constants(NDManager manager) {
        double[] values = plan.constants().stream().mapToDouble(Double::doubleValue).toArray();
        NDArray doubles = manager.create(values);
        NDArray typed = type == DataType.FLOAT64 ? doubles : doubles.toType(type, true);
        NDScope.unregister(doubles, typed);
        if (typed != doubles) {
            doubles.close();
        }
        return typed;
    }

    NamedTensors parameters() {
        return parameters;
    }

    /** Tensors that would be trained if there were no adapters. */
    NamedTensors frozen() {
        return frozen;
    }

    /** Tensors that are not trained. */
    NamedTensors buffers() {
        return buffers;
    }

    /** What the class token looks at, for a fusion that attends. Not recorded. */
    Optional<AttentionReading> attention(NDList features, NDArray presence) {
        if (plan.attention() == null) {
            return Optional.empty();
        }
        try (GradMode off = GradMode.off()) {
            NDArray known = presence == null ? everything(features) : presence;
            NDArray read =
                    call("attention", new ArrayList<>(List.of(features, known)), features, kept)
                            .singletonOrThrow();
            return Optional.of(
                    new AttentionReading(plan.attention(), doubles(known), doubles(read)));
        }
    }

    /**
     * Joint logits (B, C).
     *
     * @param presence (B, M) of the features' type, 1 where a clip has a modality and 0 where not;
     *     null when every clip has all
     * @param forkedLayers joint layers in which the modalities do not see each other
     */
    NDArray logits(NDList features, NDArray presence, int forkedLayers) {
        return logits(features, presence, forkedLayers, kept);
    }

    /**
     * As {@link #logits(NDList, NDArray, int)} with some of the adapters.
     *
     * @param keeps (1 + M): 1 or 0 for the class token's adapter and for that of every modality
     */
    NDArray keeping(NDList features, NDArray presence, NDArray keeps) {
        return logits(features, presence, 0, keeps);
    }

    private NDArray logits(NDList features, NDArray presence, int forkedLayers, NDArray keeps) {
        requireForkable(forkedLayers);
        NDList adapted = adapted(features, presence, keeps);
        List<Object> arguments = new ArrayList<>();
        arguments.add(leading(adapted));
        if (plan.seesPresence()) {
            arguments.add(presence == null ? everything(features) : presence);
        }
        String method = forkedLayers == 0 ? "logits" : "logits_forked" + forkedLayers;
        return call(method, arguments, features, keeps).singletonOrThrow();
    }

    private NDList adapted(NDList features, NDArray presence, NDArray keeps) {
        return featureAdapters == null
                ? features
                : featureAdapters.apply(
                        features,
                        presence == null ? everything(features) : presence,
                        adapterTensors(keeps));
    }

    private NDList adapterTensors(NDArray keeps) {
        NDList all = new NDList(adapters);
        all.add(keeps);
        return all;
    }

    /** Joint layers that predictions fork. */
    int forkedLayers() {
        return plan.attention() == null ? 0 : plan.attention().forkedLayers();
    }

    /** Refuses to fork layers that are not there. */
    void requireForkable(int forkedLayers) {
        int layers = plan.attention() == null ? 0 : plan.attention().jointLayers();
        if (forkedLayers < 0 || forkedLayers > layers) {
            throw new IllegalArgumentException(
                    "the fusion has %d joint layers, %d cannot be forked"
                            .formatted(layers, forkedLayers));
        }
    }

    /** One array per modality in the order of {@code features}. */
    NDList splitLogits(NDList features) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(leading(featureAdapters == null ? features : adaptedAlone(features)));
        if (plan.attention() != null) {
            arguments.add(everything(features));
        }
        NDList split = call("split_logits", arguments, features, kept);
        split.add(plan.first(), split.remove(0));
        return split;
    }

    /** Every modality as if there were no other. */
    private NDList adaptedAlone(NDList features) {
        int rows = Math.toIntExact(features.get(0).getShape().get(0));
        NDList alone = new NDList();
        for (int m = 0; m < features.size(); m++) {
            NDArray only = only(features.get(0).getManager(), rows, m, features.size());
            alone.add(featureAdapters.apply(features, only, adapterTensors(kept)).get(m));
        }
        return alone;
    }

    private NDArray only(NDManager manager, int rows, int modality, int modalities) {
        double[] values = new double[rows * modalities];
        for (int row = 0; row < rows; row++) {
            values[row * modalities + modality] = 1;
        }
        return manager.create(values, new Shape(rows, modalities)).toType(type, false);
    }

    private static double[] doubles(NDArray values) {
        return values.toType(DataType.FLOAT64, false).toDoubleArray();
    }

    private NDList call(String method, List<Object> arguments, NDList features, NDArray keeps) {
        NDList all = new NDList(tensors);
        if (plan.adapters() != null && featureAdapters == null) {
            all.addAll(adapterTensors(keeps));
        }
        arguments.add(all);
        if (constants != null) {
            arguments.add(constants);
        }
        return module.call(features.get(0).getManager(), method, arguments.toArray());
    }

    private NDArray everything(NDList features) {
        NDManager manager = features.get(0).getManager();
        return manager.ones(new Shape(features.get(0).getShape().get(0), features.size()), type);
    }

    /** The kernels have the modality with a part of its own first. */
    private NDList leading(NDList features) {
        NDList ordered = new NDList(features);
        ordered.add(0, ordered.remove(plan.first()));
        return ordered;
    }

    @Override
    public void close() {
        tensors.forEach(NDArray::close);
        adapters.forEach(NDArray::close);
        if (kept != null) {
            kept.close();
        }
        if (featureAdapters != null) {
            featureAdapters.close();
        }
        if (constants != null) {
            constants.close();
        }
        module.close();
    }
}
