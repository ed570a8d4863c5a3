/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.frontend;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;

/** Takes float32, little endian, as they are. */
public final class ReadyValues implements FrontEnd {

    private final DataType type;
    private final Shape shape;

    /**
     * Prepares it.
     *
     * @param type FLOAT32 or FLOAT64
     * @param shape of one clip
     */
    public ReadyValues(DataType type, long[] shape) {
        this.type = type;
        this.shape = new Shape(shape);
    }

    @Override
    public NDArray apply(NDManager owner, ByteBuffer media, int clips) {
        Shape all = new Shape(clips).addAll(shape);
        try (NDArray wrapped = owner.create(media, all, DataType.FLOAT32)) {
            // toType gives the same memory when the type is the same, whatever its copy flag says.
            return type == DataType.FLOAT32 ? wrapped.duplicate() : wrapped.toType(type, false);
        }
    }

    @Override
    public void close() {
        // Holds no native memory.
    }
}
