/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/**
 * A TorchScript file loaded on a device, with its parameters and buffers by name: they are the
 * module's own tensors, so that changing them in place changes the module. Dropout inside the file
 * draws from libtorch's process-wide generator and is not repeatable. For one thread at a time.
 */
public final class TrainableScript implements AutoCloseable {

    private final NDManager manager;
    private final PtSymbolBlock block;
    private final NamedTensors parameters = new NamedTensors();
    private final NamedTensors state = new NamedTensors();
    private boolean training;

    /**
     * Loads a file.
     *
     * @param parent gives the device
     * @throws IllegalArgumentException if libtorch refuses it
     */
    public TrainableScript(NDManager parent, ScriptFile file) {
        TorchRuntime.prepareThread();
        manager = parent.newSubManager();
        try {
            ScriptTensors tensors = new ScriptTensors(file);
            byte[] patched = tensors.withMethod().toBytes();
            block =
                    JniUtils.loadModule(
                            (PtNDManager) manager, new ByteArrayInputStream(patched), true, false);
            JniUtils.enableInferenceMode(block);
            collect(tensors.tensors());
        } catch (IOException | RuntimeException e) {
            manager.close();
            throw new IllegalArgumentException(
                    "the TorchScript file cannot be loaded: " + e.getMessage(), e);
        }
    }

    private void collect(List<ScriptTensors.Tensor> tensors) {
        NDArray input = manager.create(0f);
        NDArray method = manager.create(0f);
        input.setName("x");
        method.setName("module_method:" + ScriptTensors.METHOD);
        NDList values = IValueUtils.forward(block, new NDList(input, method), true);
        for (int i = 0; i < values.size(); i++) {
            NDArray value = values.get(i);
            if (value.size() > 0) {
                NDScope.unregister(value);
                value.attach(manager);
                state.add(tensors.get(i).name(), value);
                if (tensors.get(i).trained()) {
                    value.setRequiresGradient(true);
                    parameters.add(tensors.get(i).name(), value);
                }
            }
        }
    }

    /** Trained tensors. */
    public NamedTensors parameters() {
        return parameters;
    }

    /** Parameters and buffers in the order of the code. */
    public NamedTensors state() {
        return state;
    }

    /**
     * Calls {@code forward}.
     *
     * @param owner manager that the result belongs to
     * @param now whether layers such as batch norm and dropout work as in training
     */
    public NDArray forward(NDManager owner, NDArray values, boolean now) {
        TorchRuntime.prepareThread();
        if (now != training) {
            if (now) {
                JniUtils.enableTrainingMode(block);
            } else {
                JniUtils.enableInferenceMode(block);
            }
            training = now;
        }
        values.setName("x");
        NDArray result = IValueUtils.forward(block, new NDList(values), true).singletonOrThrow();
        result.attach(owner);
        return result;
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }
}
