/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.ScriptModule;
import io.ambidex.model.network.layer.CompiledEncoder;
import io.ambidex.model.network.layer.TensorSpec;
import io.ambidex.model.network.layer.TokenShape;

/** An encoder made of layers: one compiled function and the tensors it works on. */
final class LayeredEncoder implements Encoder {

    private final ScriptModule module;
    private final TokenShape tokens;
    private final NamedTensors state = new NamedTensors();
    private final NamedTensors parameters = new NamedTensors();
    private final NDList buffers = new NDList();

    LayeredEncoder(CompiledEncoder compiled, String prefix, TensorFactory factory) {
        module = ScriptModule.fromText(factory.manager(), compiled.source());
        tokens = compiled.tokens();
        for (TensorSpec spec : compiled.tensors()) {
            NDArray tensor = factory.create(prefix + spec.name(), spec);
            state.add(spec.name(), tensor);
            if (spec.kind() == TensorSpec.Kind.PARAMETER) {
                parameters.add(spec.name(), tensor);
            } else {
                buffers.add(tensor);
            }
        }
    }

    @Override
    public TokenShape tokens() {
        return tokens;
    }

    @Override
    public NamedTensors parameters() {
        return parameters;
    }

    @Override
    public NamedTensors state() {
        return state;
    }

    @Override
    public NDArray forward(NDManager owner, NDArray values, boolean training) {
        return call(training ? "train" : "evaluate", owner, values);
    }

    @Override
    public NDArray segment(int index, NDManager owner, NDArray values, boolean training) {
        return call((training ? "train" : "evaluate") + index, owner, values);
    }

    private NDArray call(String method, NDManager owner, NDArray values) {
        if (parameters.isEmpty()) {
            return module.callOne(owner, method, values);
        }
        return buffers.isEmpty()
                ? module.callOne(owner, method, values, parameters.list())
                : module.callOne(owner, method, values, parameters.list(), buffers);
    }

    @Override
    public void close() {
        state.values().forEach(NDArray::close);
        module.close();
    }
}
