/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.engine.NamedTensors;
import java.util.List;

/**
 * Adam with decoupled weight decay as PyTorch's (arXiv 1711.05101); the kernel {@code adamw.py} has
 * the formula. Every parameter counts its own steps, as one that has no gradient does not move.
 */
public final class AdamW extends KernelOptimizer {

    private static final String FIRST = "exp_avg";
    private static final String SECOND = "exp_avg_sq";
    private static final String STEP = "step";

    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final double weightDecay;

    /** With PyTorch's betas 0.9 and 0.999 and epsilon 1e-8. */
    public AdamW(NDManager manager, double weightDecay) {
        this(manager, 0.9, 0.999, 1e-8, weightDecay);
    }

    /**
     * Makes one without state.
     *
     * @param manager parent of its state; gives the device
     * @param beta1 of the mean, in [0, 1)
     * @param beta2 of the mean square, in [0, 1)
     * @param epsilon added to the root, positive
     * @param weightDecay at least 0 and finite
     * @throws IllegalArgumentException if one is out of its range
     */
    public AdamW(
            NDManager manager, double beta1, double beta2, double epsilon, double weightDecay) {
        super(manager, "adamw.py", List.of(FIRST, SECOND, STEP));
        require(
                beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1,
                "betas must be in [0, 1), not " + beta1 + " and " + beta2);
        require(
                epsilon > 0 && weightDecay >= 0 && Double.isFinite(weightDecay),
                "epsilon must be > 0 and weight decay >= 0, not "
                        + epsilon
                        + " and "
                        + weightDecay);
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
        this.weightDecay = weightDecay;
    }

    @Override
    void move(NamedTensors moving, NDList slopes, double learningRate) {
        NDList means = state.slot(FIRST, moving, NDArray::zerosLike);
        NDList squares = state.slot(SECOND, moving, NDArray::zerosLike);
        NDList steps =
                state.slot(STEP, moving, w -> w.getManager().zeros(new Shape(), DataType.FLOAT32));
        double[] factors = {learningRate, beta1, beta2, weightDecay, epsilon};
        kernel.run("adamw", moving.list(), slopes, means, squares, steps, factors);
    }
}
