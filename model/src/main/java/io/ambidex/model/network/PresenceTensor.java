/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Which clips of a batch have which modality, as a tensor (B, M) of 1 and 0. */
final class PresenceTensor {
    private PresenceTensor() {}

    /**
     * Makes the tensor.
     *
     * @param owner manager that it belongs to
     * @param type FLOAT32 or FLOAT64
     * @return null when every clip has every modality
     */
    static NDArray of(
            NDManager owner, DataType type, int rows, int modalities, ClipPresence presence) {
        double[] values = new double[rows * modalities];
        boolean complete = true;
        for (int i = 0; i < values.length; i++) {
            boolean there = presence.isPresent(i / modalities, i % modalities);
            values[i] = there ? 1 : 0;
            complete &= there;
        }
        if (complete) {
            return null;
        }
        NDArray doubles = owner.create(values, new Shape(rows, modalities));
        return type == DataType.FLOAT64 ? doubles : doubles.toType(type, false);
    }
}
