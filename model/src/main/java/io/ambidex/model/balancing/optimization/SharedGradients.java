/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.balancing.OptimizationStage;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.network.MultimodalNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Gradients of fusion and head, which several modalities share. */
final class SharedGradients {
    private SharedGradients() {}

    /**
     * Multiplies what belongs to a modality by its factor, and what belongs to all by the mean of
     * the factors. To a modality belong tensors that are named after it and its columns of a weight
     * on the concatenated features.
     *
     * @param factors one per modality
     */
    static void scale(OptimizationStage stage, double[] factors) {
        MultimodalNetwork network = stage.network();
        NamedTensors shared = stage.gradients().only(network.headParameters()::contains);
        double mean = Arrays.stream(factors).average().orElse(1);
        for (Map.Entry<String, NDArray> entry : shared.entries()) {
            int owner = owner(entry.getKey(), stage.modalities());
            NDArray gradient = entry.getValue();
            if (owner >= 0) {
                stage.lists().scale(new NDList(gradient), factors[owner]);
            } else if (gradient.getShape().dimension() == 2
                    && gradient.getShape().get(1) == totalWidth(network)) {
                gradient.muli(columns(gradient, network, factors));
            } else {
                stage.lists().scale(new NDList(gradient), mean);
            }
        }
    }

    /** Modality after which a tensor is named, {@code head.audio.weight} for example; or -1. */
    private static int owner(String name, List<String> modalities) {
        for (String part : name.split("\\.")) {
            if (modalities.contains(part)) {
                return modalities.indexOf(part);
            }
        }
        return -1;
    }

    private static int totalWidth(MultimodalNetwork network) {
        return network.spec().modalityNames().stream().mapToInt(network::featureWidth).sum();
    }

    /** The factor of every column, (1, sum of D_m). */
    private static NDArray columns(NDArray like, MultimodalNetwork network, double[] factors) {
        double[] values = new double[totalWidth(network)];
        int from = 0;
        for (int m = 0; m < factors.length; m++) {
            int width = network.featureWidth(network.spec().modalityNames().get(m));
            Arrays.fill(values, from, from + width, factors[m]);
            from += width;
        }
        return like.getManager()
                .create(values, new Shape(1, values.length))
                .toType(like.getDataType(), false);
    }

    /** Largest magnitude in the gradients of the head's weights; 0 without any. Reads. */
    static double largestOfHead(OptimizationStage stage) {
        double largest = 0;
        NamedTensors shared = stage.gradients().only(stage.network().headParameters()::contains);
        for (Map.Entry<String, NDArray> entry : shared.entries()) {
            if (entry.getKey().startsWith("head.") && entry.getKey().endsWith(".weight")) {
                Number value = entry.getValue().abs().max().toArray()[0];
                largest = Math.max(largest, value.doubleValue());
            }
        }
        return largest;
    }

    /** Multiplies every gradient. */
    static void scaleAll(OptimizationStage stage, double factor) {
        for (int m = 0; m < stage.modalities().size(); m++) {
            stage.scale(m, factor, gradient -> true);
        }
        NamedTensors encoders = new NamedTensors();
        for (int m = 0; m < stage.modalities().size(); m++) {
            stage.gradients(m).entries().forEach(e -> encoders.add(e.getKey(), e.getValue()));
        }
        NamedTensors rest = stage.gradients().only(name -> !encoders.contains(name));
        stage.lists().scale(rest.list(), factor);
    }
}
