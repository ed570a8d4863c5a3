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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Features of all modalities to logits: a kernel and the tensors it works on. */
final class Fusion implements AutoCloseable {

    private final ScriptModule module;
    private final Fusions.Plan plan;
    private final DataType type;
    private final NDArray constants;
    private final NamedTensors parameters = new NamedTensors();
    private final NamedTensors buffers = new NamedTensors();

    /** All tensors in the kernel's order. */
    private final NDList tensors = new NDList();

    Fusion(Fusions.Plan plan, TensorFactory factory) {
        this.plan = plan;
        type = factory.type();
        module = plan.kernel().load(factory.manager());
        for (TensorSpec spec : plan.tensors()) {
            NDArray tensor = factory.create(spec.name(), spec);
            tensors.add(tensor);
            (spec.kind() == TensorSpec.Kind.PARAMETER ? parameters : buffers)
                    .add(spec.name(), tensor);
        }
        constants = plan.constants().isEmpty() ? null : constants(factory.manager());
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
                    call("attention", features, new ArrayList<>(List.of(features, known)))
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
        requireForkable(forkedLayers);
        List<Object> arguments = new ArrayList<>();
        arguments.add(leading(features));
        if (plan.seesPresence()) {
            arguments.add(presence == null ? everything(features) : presence);
        }
        String method = forkedLayers == 0 ? "logits" : "logits_forked" + forkedLayers;
        return call(method, features, arguments).singletonOrThrow();
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
        arguments.add(leading(features));
        if (plan.attention() != null) {
            arguments.add(everything(features));
        }
        NDList split = call("split_logits", features, arguments);
        split.add(plan.first(), split.remove(0));
        return split;
    }

    private static double[] doubles(NDArray values) {
        return values.toType(DataType.FLOAT64, false).toDoubleArray();
    }

    private NDList call(String method, NDList features, List<Object> arguments) {
        arguments.add(tensors);
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
        if (constants != null) {
            constants.close();
        }
        module.close();
    }
}
