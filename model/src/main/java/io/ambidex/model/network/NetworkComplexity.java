/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import io.ambidex.model.network.layer.CompiledEncoder;
import io.ambidex.model.network.layer.TensorSpec;
import io.ambidex.model.network.layer.TokenShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How large a network is. Counted are the convolutions and linear layers of one forward pass of one
 * clip: {@code C_out H_out W_out C_in k_h k_w} and {@code in * out}. Biases, activations, pooling,
 * normalisation and the front end are not counted. One multiply-accumulate is two floating-point
 * operations.
 *
 * @param multiplyAccumulates per layer, under its full name, such as {@code audio_net.conv1} or
 *     {@code head}
 * @param parameters number of values of each tensor that is trained
 */
public record NetworkComplexity(
        Map<String, Long> multiplyAccumulates, Map<String, Long> parameters) {

    /**
     * Counts without making any weights.
     *
     * @throws IllegalArgumentException if the specification is wrong
     */
    public static NetworkComplexity of(NetworkSpec spec) {
        Map<String, Long> operations = new LinkedHashMap<>();
        Map<String, Long> parameters = new LinkedHashMap<>();
        List<TokenShape> features = new ArrayList<>();
        for (ModalitySpec modality : spec.modalities()) {
            CompiledEncoder encoder = Encoders.compile(modality);
            String prefix = modality.tensorPrefix();
            encoder.multiplyAccumulates()
                    .forEach((layer, count) -> operations.put(prefix + layer, count));
            encoder.tensors().forEach(tensor -> count(parameters, prefix, tensor));
            features.add(encoder.tokens());
        }
        linear(Exchanges.plan(spec).allTensors(), 1, operations, parameters);
        Fusions.Plan fusion = Fusions.plan(spec, features);
        linear(fusion.tensors(), fusion.applications(), operations, parameters);
        operations.putAll(fusion.operations());
        if (fusion.adapters() != null) {
            operations.putAll(fusion.adapters().multiplyAccumulates(features));
            parameters.clear();
            fusion.allTensors().stream()
                    .filter(fusion::trains)
                    .forEach(tensor -> count(parameters, "", tensor));
        }
        return new NetworkComplexity(operations, parameters);
    }

    private static void linear(
            List<TensorSpec> tensors,
            int applications,
            Map<String, Long> operations,
            Map<String, Long> parameters) {
        for (TensorSpec tensor : tensors) {
            count(parameters, "", tensor);
            if (tensor.name().endsWith(".weight")) {
                String layer = tensor.name().substring(0, tensor.name().lastIndexOf('.'));
                operations.put(layer, applications * parameters.get(tensor.name()));
            }
        }
    }

    private static void count(Map<String, Long> parameters, String prefix, TensorSpec tensor) {
        if (tensor.kind() == TensorSpec.Kind.PARAMETER) {
            parameters.put(
                    prefix + tensor.name(),
                    Arrays.stream(tensor.shape()).reduce(1, (a, b) -> a * b));
        }
    }

    /** Multiply-accumulate operations of one forward pass of one clip. */
    public long totalMultiplyAccumulates() {
        return sum(multiplyAccumulates);
    }

    /** Number of trained values. */
    public long totalParameters() {
        return sum(parameters);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
