/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.NamedTensors;
import java.util.Collection;

/** Adam with decoupled weight decay as PyTorch's (arXiv 1711.05101). */
public final class AdamW implements Optimizer {

    /** Its state lives under {@code manager}. */
    public AdamW(
            NDManager manager, double beta1, double beta2, double epsilon, double weightDecay) {
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
