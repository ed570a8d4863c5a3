/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A tensor in host memory.
 *
 * @param type number format
 * @param shape sizes of the dimensions; empty for a scalar
 * @param data the values, little endian and row-major; position 0, limit = size in bytes
 */
public record HostTensor(TensorType type, long[] shape, ByteBuffer data) {

    /** Checks that the data has the size that type and shape ask for. */
    public HostTensor {
        shape = shape.clone();
        data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
        long expected = type.bytesFor(shape);
        if (data.limit() != expected) {
            throw new IllegalArgumentException(
                    "a tensor %s %s has %d bytes, not %d"
                            .formatted(type, Arrays.toString(shape), expected, data.limit()));
        }
    }

    /** Copies a tensor from its device. */
    public static HostTensor of(NDArray array) {
        ByteBuffer bytes = array.toByteBuffer(true);
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        copy.put(bytes).flip();
        return new HostTensor(
                TensorType.of(array.getDataType()), array.getShape().getShape(), copy);
    }

    /** Copies the tensor on the manager's device, into memory of the engine's own alignment. */
    public NDArray toDevice(NDManager manager) {
        ByteBuffer direct = ByteBuffer.allocateDirect(data.limit()).order(ByteOrder.LITTLE_ENDIAN);
        direct.put(data.duplicate()).flip();
        try (NDArray wrapped = manager.create(direct, new Shape(shape), type.dataType())) {
            return wrapped.duplicate();
        }
    }

    /** Whether every value is finite; counts always are. */
    public boolean isFinite() {
        ByteBuffer values = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (type == TensorType.F32) {
            while (values.hasRemaining()) {
                if (!Float.isFinite(values.getFloat())) {
                    return false;
                }
            }
        } else if (type == TensorType.F64) {
            while (values.hasRemaining()) {
                if (!Double.isFinite(values.getDouble())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Number of values. */
    public long size() {
        return data.limit() / type.bytes();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostTensor tensor
                && type == tensor.type
                && Arrays.equals(shape, tensor.shape)
                && data.equals(tensor.data);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + data.hashCode();
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }

    /** Number formats, under the names that safetensors gives them. */
    public enum TensorType {
        /** IEEE single precision. */
        F32(Float.BYTES, DataType.FLOAT32),
        /** IEEE double precision. */
        F64(Double.BYTES, DataType.FLOAT64),
        /** Signed 64-bit integers. */
        I64(Long.BYTES, DataType.INT64),
        /** Unsigned bytes. */
        U8(1, DataType.UINT8);

        private final int bytes;
        private final DataType dataType;

        TensorType(int bytes, DataType dataType) {
            this.bytes = bytes;
            this.dataType = dataType;
        }

        /** Size of one value. */
        public int bytes() {
            return bytes;
        }

        /** The engine's name for it. */
        public DataType dataType() {
            return dataType;
        }

        static TensorType of(DataType dataType) {
            for (TensorType type : values()) {
                if (type.dataType == dataType) {
                    return type;
                }
            }
            throw new IllegalArgumentException("tensors of " + dataType + " are not stored");
        }

        /**
         * Size of a tensor in bytes.
         *
         * @throws ArithmeticException if it does not fit a long
         */
        long bytesFor(long[] shape) {
            long size = bytes;
            for (long dimension : shape) {
                size = Math.multiplyExact(size, dimension);
            }
            return size;
        }
    }
}
