/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.ambidex.model.engine.NamedTensors;
import java.util.List;

/**
 * One encoder per modality, a fusion and a linear head. Features f_m have shape (B, D_m), logits
 * (B, C). Owns its parameters and buffers; for one thread at a time.
 *
 * <p>Forward passes are recorded for differentiation where {@link io.ambidex.model.engine.GradMode}
 * is on. Results belong to the manager of the values that go in.
 */
public final class MultimodalNetwork implements AutoCloseable {

    private MultimodalNetwork() {}

    /**
     * A network with fresh weights. The same seed gives the same bits on every machine.
     *
     * @param device {@code auto}, {@code cpu} or {@code gpu:N}
     */
    public static MultimodalNetwork create(NetworkSpec spec, long seed, String device) {
        throw new UnsupportedOperationException();
    }

    /** As {@link #create(NetworkSpec, long, String)} with FLOAT32 or FLOAT64 parameters. */
    public static MultimodalNetwork create(
            NetworkSpec spec, long seed, String device, DataType type) {
        throw new UnsupportedOperationException();
    }

    public NetworkSpec spec() {
        throw new UnsupportedOperationException();
    }

    /** Manager that parameters and buffers belong to; parent for the managers of steps. */
    public NDManager manager() {
        throw new UnsupportedOperationException();
    }

    public DataType dataType() {
        throw new UnsupportedOperationException();
    }

    /** All trainable tensors, encoder by encoder, then fusion and head; each requires gradients. */
    public NamedTensors parameters() {
        throw new UnsupportedOperationException();
    }

    /** Trainable tensors of one encoder. */
    public NamedTensors encoderParameters(String modality) {
        throw new UnsupportedOperationException();
    }

    /** Trainable tensors of fusion and head. */
    public NamedTensors headParameters() {
        throw new UnsupportedOperationException();
    }

    /** Tensors that a training pass changes by itself: running statistics and their counts. */
    public NamedTensors buffers() {
        throw new UnsupportedOperationException();
    }

    /** Parameters and buffers in the order PyTorch's {@code state_dict} has. */
    public NamedTensors state() {
        throw new UnsupportedOperationException();
    }

    /**
     * Copies values into parameters and buffers of the same name, type and shape. Either all are
     * copied or none.
     *
     * @throws IllegalArgumentException if a tensor is missing, unknown or of another shape
     */
    public void load(NamedTensors values) {
        throw new UnsupportedOperationException();
    }

    /** D_m, the width of a modality's features. */
    public int featureWidth(String modality) {
        throw new UnsupportedOperationException();
    }

    /**
     * Brings raw media on the device and through the front end. Not recorded.
     *
     * @param manager owner of the result
     * @param media one entry per clip; empty or null when the clip lacks the modality
     * @throws IllegalArgumentException if a clip has another size than the input specification
     */
    public ModalityInput prepare(NDManager manager, String modality, List<byte[]> media) {
        throw new UnsupportedOperationException();
    }

    /**
     * Features of a modality, (B, D_m); rows of absent clips are zero.
     *
     * @param training whether batch norm takes (and updates) the statistics of the batch or uses
     *     the running ones
     */
    public NDArray encode(
            NDManager manager, String modality, ModalityInput input, boolean training) {
        throw new UnsupportedOperationException();
    }

    /**
     * Joint logits (B, C).
     *
     * @param features one per modality in the order of the specification
     */
    public NDArray logits(NDList features) {
        throw new UnsupportedOperationException();
    }

    /**
     * Logits of one modality by itself, (B, C). Concat: {@code W_m f_m + b / M}; sum: the
     * modality's own layer; FiLM and gated: the joint logits with all other features zero.
     */
    public NDArray splitLogits(NDList features, String modality) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
