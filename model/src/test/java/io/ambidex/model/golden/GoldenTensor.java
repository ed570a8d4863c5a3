/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** An array of a golden file, row-major. */
record GoldenTensor(long[] shape, double[] data) {

    /** From {@code {shape, data}} or a plain, possibly nested, list. */
    static GoldenTensor of(JsonNode node) {
        if (node.has("shape")) {
            double[] shape = numbers(node.get("shape"));
            long[] sizes = new long[shape.length];
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = (long) shape[i];
            }
            return new GoldenTensor(sizes, numbers(node.get("data")));
        }
        double[] data = numbers(node);
        return new GoldenTensor(new long[] {data.length}, data);
    }

    /** Tensors by name; null where the file has null. */
    static Map<String, GoldenTensor> named(JsonNode object) {
        Map<String, GoldenTensor> tensors = new LinkedHashMap<>();
        object.properties()
                .forEach(
                        e ->
                                tensors.put(
                                        e.getKey(),
                                        e.getValue().isNull() ? null : of(e.getValue())));
        return tensors;
    }

    static double[] numbers(JsonNode list) {
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    list.get(i).isBoolean()
                            ? (list.get(i).asBoolean() ? 1 : 0)
                            : list.get(i).asDouble();
        }
        return values;
    }

    int rows() {
        return (int) shape[0];
    }

    /** One row of the first dimension, as raw media. */
    float[] row(int row) {
        int width = data.length / rows();
        float[] values = new float[width];
        for (int i = 0; i < width; i++) {
            values[i] = (float) data[row * width + i];
        }
        return values;
    }
}
