/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.monitoring.SplitScores;
import io.ambidex.model.network.AttentionReading;
import io.ambidex.model.network.ModalityInput;
import java.util.Optional;

/**
 * The feed-forward stage: the encoders have run, nothing is fused yet. Recording for
 * differentiation is on.
 */
public interface ForwardStage extends PassView {

    /** Index of the pass within the step, from 0. */
    int pass();

    /** Owner of everything made in this pass; closed with it. */
    NDManager manager();

    /** What one modality delivered, after the front end. */
    ModalityInput input(int modality);

    /** Features (B, D_m) that go into the fusion; rows of absent clips are zero. */
    NDArray features(int modality);

    /**
     * Features (B, D_m) as the encoder gave them, whatever they have been replaced by since; rows
     * of absent clips are zero.
     */
    NDArray encoded(int modality);

    /** Uses other features from here on; shape (B, D_m). */
    void replaceFeatures(int modality, NDArray features);

    /**
     * Multiplies the weight of every row in every loss; 0 takes a row out of the batch.
     *
     * @param weights one per row, not negative
     */
    void weightRows(double[] weights);

    /**
     * Scores of the split logits on the features as the encoders gave them. Detached; reads from
     * the device.
     */
    SplitScores scores();

    /**
     * Where the class token of an attention fusion looks, at the features as the encoders gave
     * them; empty for other fusions. Detached; reads from the device.
     */
    Optional<AttentionReading> attention();

    /** A tensor of the network's type on its device, from values in row-major order. */
    NDArray tensor(double[] values, long... shape);

    /**
     * A number as a scalar tensor that lives as long as the pass. What is recorded must be
     * multiplied and divided by these: of a Java number the engine makes a tensor whose memory is
     * given back at once, although the backward pass reads it.
     */
    default NDArray number(double value) {
        return tensor(new double[] {value});
    }
}
