/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.network.layer.TokenShape;

/** Turns the input of one modality into features. Names of tensors have no prefix here. */
interface Encoder extends AutoCloseable {

    /** What the features are made of. */
    TokenShape tokens();

    /** D, the width of the features. */
    default int featureWidth() {
        return tokens().features();
    }

    /** Trained tensors. */
    NamedTensors parameters();

    /** Parameters and what training passes change besides, in the order of PyTorch. */
    NamedTensors state();

    /** Values (P, …) to features (P, D), owned by {@code owner}. */
    NDArray forward(NDManager owner, NDArray values, boolean training);

    /**
     * Runs one segment of an encoder that is cut after some of its stages: the first takes what
     * {@link #forward} takes, the others what the one before gave, the last gives features. What is
     * between has shape (P T, C, …) with T frames.
     */
    NDArray segment(int index, NDManager owner, NDArray values, boolean training);

    @Override
    void close();
}
