/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import io.ambidex.model.engine.NamedTensors;
import java.util.Set;

/**
 * The gradient stage: what the losses say about each parameter. Every call is one backward pass.
 * The results are new tensors which may be changed in place; a parameter that a loss does not
 * reach, or that this pass does not train, is absent.
 */
public interface GradientStage extends PassView {

    /** Index of the pass within the step, from 0. */
    int pass();

    /** Names of the losses. */
    Set<String> losses();

    /** Gradient of the weighted sum of all losses. Frees the graph: the last call of a pass. */
    default NamedTensors ofAll() {
        return ofLast(losses());
    }

    /**
     * Gradient of the weighted sum of some losses; nothing for an empty set. Further calls may
     * follow.
     */
    NamedTensors of(Set<String> losses);

    /** As {@link #of}, and frees the graph: the last call of a pass. */
    NamedTensors ofLast(Set<String> losses);

    /**
     * Gives a loss another factor in the whole loss: in what is asked for from here on, and in what
     * the step reports.
     *
     * @throws IllegalArgumentException if there is no loss of that name
     */
    void reweigh(String loss, double weight);

    /** Learning rate of this step. */
    double learningRate();

    /** Adds {@code more} to {@code sum} in place and returns the union of both. */
    NamedTensors plus(NamedTensors sum, NamedTensors more);

    /**
     * Squared Euclidean norm of gradients over each modality's encoder, 0 for one without. Reads
     * from the device.
     *
     * @return one value per modality
     */
    double[] squaredNorms(NamedTensors gradients);
}
