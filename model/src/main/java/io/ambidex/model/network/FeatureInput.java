/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Ready-made values without a front end. Raw: float32, little endian, row-major. The encoder sees
 * them as they are.
 *
 * @param shape shape of one clip, without the batch dimension: one to four dimensions, each at
 *     least 1, together at most 2^24 values
 */
public record FeatureInput(List<Integer> shape) implements InputSpec {

    private static final long MOST_VALUES = 1L << 24;

    @JsonCreator
    public FeatureInput(@JsonProperty(value = "shape", required = true) List<Integer> shape) {
        Require.inRange("dimensions", shape.size(), 1, 4);
        long values = 1;
        for (int size : shape) {
            values *= Require.inRange("size of a dimension", size, 1, MOST_VALUES);
            Require.inRange("values of a clip", values, 1, MOST_VALUES);
        }
        this.shape = List.copyOf(shape);
    }

    @Override
    public int rawBytes() {
        return shape.stream().reduce(Float.BYTES, (a, b) -> a * b);
    }

    @Override
    public long[] encoderShape() {
        return shape.stream().mapToLong(Integer::longValue).toArray();
    }
}
