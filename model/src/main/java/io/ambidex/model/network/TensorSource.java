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

/** Where the values of a new network come from: a seed, or a file. */
@FunctionalInterface
public interface TensorSource {

    /**
     * Makes a tensor.
     *
     * @param manager owner of the tensor; gives the device
     * @param type number type of the network; counters are int64 whatever it is
     * @param name full name, {@code audio_net.conv1.weight} for example
     * @param spec shape and first values
     */
    NDArray create(NDManager manager, DataType type, String name, TensorSpec spec);

    /**
     * Bytes stored under a name, such as the code of an encoder; null when there are none.
     *
     * @param name full name
     */
    default byte[] bytes(String name) {
        return null;
    }

    /**
     * Fresh weights. Every tensor has a random sequence of its own, named after it, so that its
     * values do not depend on what else there is; drawn on the host, so that they are the same on
     * every machine.
     */
    static TensorSource seeded(long seed) {
        return (manager, type, name, spec) -> {
            Shape shape = new Shape(spec.shape());
            if (spec.kind() == TensorSpec.Kind.COUNTER) {
                return manager.zeros(shape, DataType.INT64);
            }
            CounterRandom random = new CounterRandom(seed, 0, "weights/" + name);
            int size = spec.size();
            ByteBuffer values =
                    ByteBuffer.allocateDirect(Math.multiplyExact(size, type.getNumOfBytes()))
                            .order(ByteOrder.nativeOrder());
            for (int i = 0; i < size; i++) {
                double value = spec.initializer().at(i, random);
                if (type == DataType.FLOAT64) {
                    values.putDouble(value);
                } else {
                    values.putFloat((float) value);
                }
            }
            values.flip();
            // The engine wraps the buffer; the copy has the engine's own alignment, which the last
            // bits of sums depend on.
            try (NDArray wrapped = manager.create(values, shape, type)) {
                return wrapped.duplicate();
            }
        };
    }
}
