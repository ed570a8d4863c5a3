/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.ScriptModule;
import io.ambidex.model.network.layer.TensorSpec;

/** Features of all modalities to logits: a kernel and the tensors it works on. */
final class Fusion implements AutoCloseable {

    private final ScriptModule module;
    private final int first;
    private final NamedTensors parameters = new NamedTensors();

    Fusion(Fusions.Plan plan, TensorFactory factory) {
        module = ScriptModule.fromResource(factory.manager(), Fusion.class, plan.kernel());
        first = plan.first();
        for (TensorSpec spec : plan.tensors()) {
            parameters.add(spec.name(), factory.create(spec.name(), spec));
        }
    }

    NamedTensors parameters() {
        return parameters;
    }

    NDArray logits(NDList features) {
        return module.callOne(
                features.get(0).getManager(), "logits", leading(features), parameters.list());
    }

    /** One array per modality in the order of {@code features}. */
    NDList splitLogits(NDList features) {
        NDList split =
                module.call(
                        features.get(0).getManager(),
                        "split_logits",
                        leading(features),
                        parameters.list());
        split.add(first, split.remove(0));
        return split;
    }

    /** The kernels have the modality with a part of its own first. */
    private NDList leading(NDList features) {
        NDList ordered = new NDList(features);
        ordered.add(0, ordered.remove(first));
        return ordered;
    }

    @Override
    public void close() {
        parameters.values().forEach(NDArray::close);
        module.close();
    }
}
