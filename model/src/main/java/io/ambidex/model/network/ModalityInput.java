/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDArray;

/**
 * What one modality delivered for a mini-batch, ready for its encoder and on its device.
 *
 * @param values the clips that have the modality, shape (P, …encoder shape); null when P = 0
 * @param rows which rows of the mini-batch these are, int64, shape (P); null when all or none are
 *     there
 * @param batchSize B, the number of clips of the mini-batch
 */
public record ModalityInput(NDArray values, NDArray rows, int batchSize) {

    /** Every clip of the batch has the modality. */
    public static ModalityInput complete(NDArray values) {
        return new ModalityInput(values, null, Math.toIntExact(values.getShape().get(0)));
    }

    /** No clip of the batch has the modality. */
    public static ModalityInput absent(int batchSize) {
        return new ModalityInput(null, null, batchSize);
    }

    /** Number of clips that have the modality. */
    public int present() {
        return values == null ? 0 : Math.toIntExact(values.getShape().get(0));
    }
}
