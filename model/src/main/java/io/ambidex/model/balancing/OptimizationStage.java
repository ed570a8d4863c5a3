/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.monitoring.SplitScores;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The optimization stage: gradients are known and finite, the weights have not moved. Recording is
 * off.
 */
public interface OptimizationStage extends PassView {

    /** Index of the pass within the step, from 0. */
    int pass();

    /**
     * The gradients that will reach the optimizer. Change them through this stage, or call {@link
     * #changed}.
     */
    NamedTensors gradients();

    /** Gradients of one modality's encoder. */
    NamedTensors gradients(int modality);

    /** The parameters. */
    NamedTensors parameters();

    /** Scores of the split logits before the update. */
    SplitScores scores();

    /** Value of every loss of this pass by name, before weighting, in nats as a rule. */
    Map<String, Double> losses();

    /**
     * Squared Euclidean norm of the gradient of one modality's encoder as the gradient stage gave
     * it; 0 when the encoder has no gradient in this pass.
     */
    double squaredNorm(int modality);

    /**
     * Multiplies in place those gradients of a modality's encoder that satisfy a condition.
     *
     * @param factor any finite number; 1 changes nothing
     * @param which condition on a gradient, which has the shape of its parameter
     */
    void scale(int modality, double factor, Predicate<NDArray> which);

    /**
     * Says that gradients of a modality were changed in place, so that their norm must be computed
     * again.
     */
    void changed(int modality);

    /** Arithmetic on lists of tensors. */
    TensorLists lists();

    /** Name of the optimizer, {@code sgd} or {@code adamw}. */
    String optimizer();

    /** Learning rate of this step. */
    double learningRate();

    /** Reports the factor by which a modality's gradient was multiplied. */
    void reportCoefficient(int modality, double coefficient);

    /** Reports whether a modality is in its prime learning window. */
    void reportPrimeLearningWindow(int modality, boolean open);

    /** The tensors of one modality's gradients that satisfy a condition. */
    default NDList gradients(int modality, Predicate<NDArray> which) {
        NDList chosen = new NDList();
        for (NDArray gradient : gradients(modality).values()) {
            if (which.test(gradient)) {
                chosen.add(gradient);
            }
        }
        return chosen;
    }
}
