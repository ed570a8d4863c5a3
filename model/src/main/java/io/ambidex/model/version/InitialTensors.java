/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import io.ambidex.model.network.AttentionFusion;
import io.ambidex.model.network.NetworkLayout;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.network.layer.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Weights that a network begins with, from one whose query can be turned or one whose query cannot:
 * a balancing method decides whether an attention fusion has a rotation, and every version of such
 * a network has it folded into other weights, wherever that is exact.
 */
public final class InitialTensors {
    private InitialTensors() {}

    /**
     * The same weights, with the identity as rotation where the network has one and they have not,
     * and without it the other way round.
     *
     * @param spec what they are for
     * @param weights by name
     * @throws IllegalArgumentException if they have a rotation that is not the identity, and the
     *     network has none
     */
    public static Map<String, HostTensor> fitted(
            NetworkSpec spec, Map<String, HostTensor> weights) {
        HostTensor query = weights.get(AttentionFusion.QUERY_WEIGHT);
        boolean there = weights.containsKey(AttentionFusion.ROTATION);
        Optional<long[]> wanted = rotation(spec);
        if (query == null || wanted.isPresent() == there) {
            return weights;
        }
        Map<String, HostTensor> fitted = new LinkedHashMap<>(weights);
        if (wanted.isPresent()) {
            fitted.put(AttentionFusion.ROTATION, identity(query.type(), wanted.get()));
        } else if (!isIdentity(fitted.remove(AttentionFusion.ROTATION))) {
            throw new IllegalArgumentException(
                    "the weights have a tensor '%s' that turns the query, the network has none"
                            .formatted(AttentionFusion.ROTATION));
        }
        return fitted;
    }

    /** Shape of the network's rotation, (h, d / h, d / h). */
    private static Optional<long[]> rotation(NetworkSpec spec) {
        return NetworkLayout.of(spec).tensors().stream()
                .filter(tensor -> tensor.name().equals(AttentionFusion.ROTATION))
                .map(TensorSpec::shape)
                .findFirst();
    }

    private static boolean isIdentity(HostTensor rotation) {
        long[] shape = rotation.shape();
        return shape.length == 3
                && shape[1] == shape[2]
                && rotation.equals(identity(rotation.type(), shape));
    }

    private static HostTensor identity(HostTensor.TensorType type, long[] shape) {
        ByteBuffer data =
                ByteBuffer.allocate(Math.toIntExact(type.bytesFor(shape)))
                        .order(ByteOrder.LITTLE_ENDIAN);
        long part = shape[1];
        for (long i = 0; data.hasRemaining(); i++) {
            double value = i / part % part == i % part ? 1 : 0;
            if (type == HostTensor.TensorType.F64) {
                data.putDouble(value);
            } else {
                data.putFloat((float) value);
            }
        }
        return new HostTensor(type, shape, data.flip());
    }
}
