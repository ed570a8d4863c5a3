/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.learning.MiniBatch;
import java.util.Optional;

/**
 * A look at given examples with the weights as they are now, in evaluation mode: running statistics
 * are used and not changed. For what a method does with its held-out or replay examples.
 *
 * <pre>{@code
 * try (EvaluationPass heldOut = stage.evaluateWithGraph(some)) {
 *     NDArray loss = heldOut.crossEntropy(heldOut.jointLogits()).orElseThrow();
 *     NamedTensors gradients = heldOut.gradients(loss, true);
 *     ...
 * }
 * }</pre>
 *
 * <p>Every array that the thread makes while the pass is open is closed with it, unless it is
 * {@link #keep kept}. With a graph, operations are recorded until it is closed.
 */
public interface EvaluationPass extends AutoCloseable {

    /** The examples; N of them. */
    MiniBatch batch();

    /** Owner of everything made in this pass. */
    NDManager manager();

    /** Features (N, D_m); rows of absent clips are zero. */
    NDArray features(int modality);

    /** Joint logits (N, C). */
    NDArray jointLogits();

    /**
     * Joint logits (N, C) of some modalities: those outside the coalition count as missing in every
     * example, with zero features.
     *
     * @param coalition bit set, bit m for modality m
     */
    NDArray coalitionLogits(int coalition);

    /** Split logits (N, C) of one modality. Rows where it is missing mean nothing. */
    NDArray splitLogits(int modality);

    /**
     * Cross-entropy, averaged over the labelled examples with at least one modality.
     *
     * @return a scalar; empty when no example counts
     */
    Optional<NDArray> crossEntropy(NDArray logits);

    /** As {@link #crossEntropy(NDArray)}, over the examples that have the modality. */
    Optional<NDArray> crossEntropy(NDArray logits, int modality);

    /**
     * Gradients of a loss with respect to all parameters, those of the method included; one
     * backward pass. A parameter that the loss does not reach is absent.
     *
     * @param loss a scalar computed in this pass
     * @param last whether the graph may be freed; false when the gradient of another loss follows
     * @throws IllegalStateException if this pass has no graph
     */
    NamedTensors gradients(NDArray loss, boolean last);

    /** Lets an array outlive this pass: from now on it belongs to {@code owner}. */
    NDArray keep(NDArray array, NDManager owner);

    /** Frees what was made. */
    @Override
    void close();
}
