/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

/**
 * A tensor of a module before it has values.
 *
 * @param name under the module, {@code layer1.0.conv1.weight} for example
 * @param shape sizes of the dimensions
 * @param initializer its first values
 * @param kind what it is for
 */
public record TensorSpec(String name, long[] shape, Initializer initializer, Kind kind) {

    /** What a tensor is for. */
    public enum Kind {
        /** Trained. */
        PARAMETER,
        /** Changed by training passes, of the network's number type. */
        BUFFER,
        /** A count, int64. */
        COUNTER
    }

    /** The same under a longer name. */
    public TensorSpec under(String prefix) {
        return new TensorSpec(prefix + name, shape, initializer, kind);
    }

    /** Number of values. */
    public int size() {
        long size = 1;
        for (long dimension : shape) {
            size = Math.multiplyExact(size, dimension);
        }
        return Math.toIntExact(size);
    }
}
