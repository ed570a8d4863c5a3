/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.engine.CounterRandom;
import io.ambidex.model.network.layer.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Makes the first values of a network's tensors. Every tensor has a sequence of its own, named
 * after it, so that its values do not depend on what else there is.
 */
record TensorFactory(NDManager manager, DataType type, long seed) {

    NDArray create(String fullName, TensorSpec spec) {
        Shape shape = new Shape(spec.shape());
        if (spec.kind() == TensorSpec.Kind.COUNTER) {
            return manager.zeros(shape, DataType.INT64);
        }
        CounterRandom random = new CounterRandom(seed, 0, "weights/" + fullName);
        int size = spec.size();
        ByteBuffer values =
                manager.allocateDirect(Math.multiplyExact(size, type.getNumOfBytes()))
                        .order(ByteOrder.nativeOrder());
        for (int i = 0; i < size; i++) {
            double value = spec.initializer().next(random);
            if (type == DataType.FLOAT64) {
                values.putDouble(value);
            } else {
                values.putFloat((float) value);
            }
        }
        values.flip();
        // The engine wraps the buffer; a copy lies in memory of the engine's own alignment, which
        // the last bits of sums depend on.
        try (NDArray wrapped = manager.create(values, shape, type)) {
            NDArray tensor = wrapped.duplicate();
            tensor.setRequiresGradient(spec.kind() == TensorSpec.Kind.PARAMETER);
            return tensor;
        }
    }
}
