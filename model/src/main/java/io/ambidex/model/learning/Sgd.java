/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.NamedTensors;
import java.util.List;

/**
 * Stochastic gradient descent with momentum and L2 weight decay as PyTorch's, without dampening and
 * Nesterov: {@code d = g + decay w; v = momentum v + d; w = w - rate v}. One fused kernel for all
 * tensors, in single and double precision.
 */
public final class Sgd extends KernelOptimizer {

    private static final String MOMENTUM = "momentum";

    private final double momentum;
    private final double weightDecay;

    /**
     * Makes one without state.
     *
     * @param manager parent of its state; gives the device
     * @param momentum in [0, 1)
     * @param weightDecay at least 0 and finite
     * @throws IllegalArgumentException if one is out of its range
     */
    public Sgd(NDManager manager, double momentum, double weightDecay) {
        super(manager, "sgd.py", List.of(MOMENTUM));
        require(momentum >= 0 && momentum < 1, "momentum must be in [0, 1), not " + momentum);
        require(
                weightDecay >= 0 && Double.isFinite(weightDecay),
                "weight decay must be >= 0, not " + weightDecay);
        this.momentum = momentum;
        this.weightDecay = weightDecay;
    }

    @Override
    void move(NamedTensors moving, NDList slopes, double learningRate) {
        NDList weights = moving.list();
        double[] factors = {learningRate, momentum, weightDecay};
        if (momentum == 0) {
            kernel.run("plain", weights, slopes, factors);
        } else {
            NDList velocities = state.slot(MOMENTUM, moving, NDArray::zerosLike);
            kernel.run("momentum", weights, slopes, velocities, factors);
        }
    }
}
