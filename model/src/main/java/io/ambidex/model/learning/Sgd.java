/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.ScriptModule;
import java.util.Collection;
import java.util.List;

/**
 * Stochastic gradient descent with momentum and L2 weight decay as PyTorch's, without dampening and
 * Nesterov: {@code d = g + decay w; v = momentum v + d; w = w - rate v}. One fused kernel for all
 * tensors, in single and double precision.
 */
public final class Sgd implements Optimizer {

    private static final String MOMENTUM = "momentum";

    private final ScriptModule kernel;
    private final OptimizerState state;
    private final double momentum;
    private final double weightDecay;

    /**
     * Makes one without state.
     *
     * @param manager parent of its state; gives the device
     * @param momentum in [0, 1)
     * @param weightDecay at least 0
     */
    public Sgd(NDManager manager, double momentum, double weightDecay) {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum must be in [0, 1), not " + momentum);
        }
        if (!(weightDecay >= 0 && Double.isFinite(weightDecay))) {
            throw new IllegalArgumentException("weight decay must be >= 0, not " + weightDecay);
        }
        this.momentum = momentum;
        this.weightDecay = weightDecay;
        this.kernel = ScriptModule.fromResource(manager, Sgd.class, "sgd.py");
        this.state = new OptimizerState(manager, List.of(MOMENTUM));
    }

    @Override
    public void update(NamedTensors parameters, NamedTensors gradients, double learningRate) {
        if (gradients.isEmpty()) {
            return;
        }
        NamedTensors moving = parameters.only(gradients::contains);
        NDList weights = moving.list();
        NDList slopes = gradients.inOrderOf(moving);
        double[] factors = {learningRate, momentum, weightDecay};
        if (momentum == 0) {
            kernel.run("plain", weights, slopes, factors);
        } else {
            NDList velocities = state.slot(MOMENTUM, moving, NDArray::zerosLike);
            kernel.run("momentum", weights, slopes, velocities, factors);
        }
    }

    @Override
    public NamedTensors state() {
        return state.all();
    }

    @Override
    public void restore(NamedTensors tensors) {
        state.restore(tensors);
    }

    @Override
    public void forget(Collection<String> parameters) {
        state.forget(parameters);
    }

    @Override
    public void close() {
        kernel.close();
        state.close();
    }
}
