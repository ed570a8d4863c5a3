/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.ScriptModule;
import java.util.Collection;
import java.util.List;

/** An optimizer whose arithmetic is a kernel and whose state is a few tensors per parameter. */
abstract class KernelOptimizer implements Optimizer {
    final ScriptModule kernel;
    final OptimizerState state;

    /**
     * @param manager parent of its state; gives the device
     * @param resource source of the kernel, beside this class
     * @param slots what is kept per parameter
     */
    KernelOptimizer(NDManager manager, String resource, List<String> slots) {
        kernel = ScriptModule.fromResource(manager, KernelOptimizer.class, resource);
        state = new OptimizerState(manager, slots);
    }

    /** Refuses arguments of the constructor, and frees what it has loaded. */
    final void require(boolean holds, String message) {
        if (!holds) {
            close();
            throw new IllegalArgumentException(message);
        }
    }

    @Override
    public final void update(NamedTensors parameters, NamedTensors gradients, double learningRate) {
        if (!gradients.isEmpty()) {
            NamedTensors moving = parameters.only(gradients::contains);
            move(moving, gradients.inOrderOf(moving), learningRate);
        }
    }

    /**
     * Updates parameters in place.
     *
     * @param moving parameters with a gradient, at least one
     * @param slopes their gradients, in the same order
     */
    abstract void move(NamedTensors moving, NDList slopes, double learningRate);

    @Override
    public final NamedTensors state() {
        return state.all();
    }

    @Override
    public final void restore(NamedTensors tensors) {
        state.restore(tensors);
    }

    @Override
    public final void forget(Collection<String> parameters) {
        state.forget(parameters);
    }

    @Override
    public final void close() {
        kernel.close();
        state.close();
    }
}
