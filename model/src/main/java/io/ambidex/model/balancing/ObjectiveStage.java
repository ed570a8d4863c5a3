/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * The learning-objective stage: features are final, losses are collected. Recording for
 * differentiation is on.
 */
public interface ObjectiveStage extends ForwardStage {

    /** Name of the cross-entropy of the joint logits. */
    String JOINT = "joint";

    /** Joint logits (B, C) of the present features. */
    NDArray jointLogits();

    /**
     * Split logits (B, C) of one modality, from its features as the encoder gave them: a mask of
     * the feed-forward stage does not reach a modality's own loss. Rows where it is missing mean
     * nothing.
     */
    NDArray splitLogits(int modality);

    /**
     * Cross-entropy, averaged over the labelled rows with at least one modality, weighted as {@link
     * #weightRows} says.
     *
     * @return a scalar with graph; empty when no row counts
     */
    Optional<NDArray> crossEntropy(NDArray logits);

    /** As {@link #crossEntropy(NDArray)}, over the rows that have the modality. */
    Optional<NDArray> crossEntropy(NDArray logits, int modality);

    /**
     * Cross-entropy, averaged with these weights.
     *
     * @param rowWeights one per row, not negative; as a rule {@link #rowWeights} with some rows set
     *     to 0
     * @return a scalar with graph; empty when all weights are 0
     */
    Optional<NDArray> crossEntropy(NDArray logits, double[] rowWeights);

    /**
     * What every row weighs in the joint loss: 0 without a label or without any modality, else 1
     * unless {@link #weightRows} said otherwise. A new array of length B.
     */
    double[] rowWeights();

    /**
     * As {@link #rowWeights()}, and 0 for the rows that lack the modality: for all rows if its
     * encoder does not run in this pass.
     */
    double[] rowWeights(int modality);

    /**
     * Adds a loss, unless one of that name is there already (as when two chained methods want the
     * same).
     *
     * @param name for the report
     * @param loss a scalar with graph
     * @param weight its factor in the whole loss
     */
    void add(String name, NDArray loss, double weight);

    /** Leaves the joint cross-entropy out of the whole loss. */
    void dropJoint();

    /** Adds the cross-entropy of every modality's split logits, named {@link #unimodal}. */
    default void addUnimodalLosses(double weight) {
        for (int m = 0; m < modalities().size(); m++) {
            String name = unimodal(modalities().get(m));
            crossEntropy(splitLogits(m), m).ifPresent(loss -> add(name, loss, weight));
        }
    }

    /** Name of a modality's own loss. */
    static String unimodal(String modality) {
        return "unimodal." + modality;
    }
}
