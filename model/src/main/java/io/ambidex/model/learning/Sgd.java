/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.NamedTensors;
import java.util.Collection;

/** Stochastic gradient descent as PyTorch's, without dampening and Nesterov. */
public final class Sgd implements Optimizer {

    /** Its state lives under {@code manager}. */
    public Sgd(NDManager manager, double momentum, double weightDecay) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void update(NamedTensors parameters, NamedTensors gradients, double learningRate) {
        throw new UnsupportedOperationException();
    }

    @Override
    public NamedTensors state() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void restore(NamedTensors state) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forget(Collection<String> parameters) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
