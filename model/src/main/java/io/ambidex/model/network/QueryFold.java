/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.engine.NamedTensors;
import java.util.Map;

/**
 * Takes the rotation of an attention fusion's query into the weights that make the query:
 *
 * <pre>{@code R (Wq x + bq) = (R Wq) x + R bq,   R = identity afterwards}</pre>
 *
 * Exact but for rounding, since these weights serve the class token alone. Plain gradient descent
 * with momentum and L2 decay goes on as if nothing had happened when the momentum is rotated too;
 * second moments of Adam do not turn with it, so that such state is dropped (arXiv 2506.11465 has
 * no folding).
 */
final class QueryFold {

    private static final String MOMENTUM = "momentum/";

    private QueryFold() {}

    /** The same tensors, folded; what changes is new and owned by {@code owner}. */
    static NamedTensors fold(NamedTensors state, NDManager owner) {
        NDArray rotation = state.get(AttentionFusion.ROTATION);
        NamedTensors folded = new NamedTensors();
        for (Map.Entry<String, NDArray> entry : state.entries()) {
            String name = entry.getKey();
            NDArray value = entry.getValue();
            if (isQuery(name)) {
                value = rotated(value, rotation);
            } else if (name.equals(AttentionFusion.ROTATION)) {
                value = identity(rotation, owner);
            }
            folded.add(name, value);
        }
        return folded;
    }

    /** What an optimizer knows, for the weights that {@link #fold} gives. */
    static NamedTensors foldOptimizer(NamedTensors optimizer, NDArray rotation) {
        NamedTensors folded = new NamedTensors();
        for (Map.Entry<String, NDArray> entry : optimizer.entries()) {
            String name = entry.getKey();
            if (!isQuery(name.substring(name.indexOf('/') + 1))) {
                folded.add(name, entry.getValue());
            } else if (name.startsWith(MOMENTUM)) {
                folded.add(name, rotated(entry.getValue(), rotation));
            }
        }
        return folded;
    }

    private static NDArray identity(NDArray rotation, NDManager owner) {
        int part = (int) rotation.getShape().get(1);
        double[] values = new double[(int) rotation.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / part % part == i % part ? 1 : 0;
        }
        return owner.create(values, rotation.getShape()).toType(rotation.getDataType(), false);
    }

    private static boolean isQuery(String name) {
        return name.equals(AttentionFusion.QUERY_WEIGHT) || name.equals(AttentionFusion.QUERY_BIAS);
    }

    private static NDArray rotated(NDArray rows, NDArray rotation) {
        Shape shape = rows.getShape();
        long heads = rotation.getShape().get(0);
        return rotation.matMul(rows.reshape(heads, shape.get(0) / heads, -1)).reshape(shape);
    }
}
