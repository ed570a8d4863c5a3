/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.ScriptModule;
import java.util.Collection;
import java.util.List;

/**
 * Adam with decoupled weight decay as PyTorch's (arXiv 1711.05101); the kernel {@code adamw.py} has
 * the formula. Every parameter counts its own steps, as one that has no gradient does not move.
 */
public final class AdamW implements Optimizer {

    private static final String FIRST = "exp_avg";
    private static final String SECOND = "exp_avg_sq";
    private static final String STEP = "step";

    private final ScriptModule kernel;
    private final OptimizerState state;
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
     * @param weightDecay at least 0
     */
    public AdamW(
            NDManager manager, double beta1, double beta2, double epsilon, double weightDecay) {
        if (!(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1)) {
            throw new IllegalArgumentException(
                    "betas must be in [0, 1), not " + beta1 + " and " + beta2);
        }
        if (!(epsilon > 0) || !(weightDecay >= 0 && Double.isFinite(weightDecay))) {
            throw new IllegalArgumentException(
                    "epsilon must be > 0 and weight decay >= 0, not "
                            + epsilon
                            + " and "
                            + weightDecay);
        }
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
        this.weightDecay = weightDecay;
        this.kernel = ScriptModule.fromResource(manager, AdamW.class, "adamw.py");
        this.state = new OptimizerState(manager, List.of(FIRST, SECOND, STEP));
    }

    @Override
    public void update(NamedTensors parameters, NamedTensors gradients, double learningRate) {
        if (gradients.isEmpty()) {
            return;
        }
        NamedTensors moving = parameters.only(gradients::contains);
        NDList means = state.slot(FIRST, moving, NDArray::zerosLike);
        NDList squares = state.slot(SECOND, moving, NDArray::zerosLike);
        NDList steps =
                state.slot(STEP, moving, w -> w.getManager().zeros(new Shape(), DataType.FLOAT32));
        double[] factors = {learningRate, beta1, beta2, weightDecay, epsilon};
        kernel.run(
                "adamw",
                moving.list(),
                gradients.inOrderOf(moving),
                means,
                squares,
                steps,
                factors);
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
