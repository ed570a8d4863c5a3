/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.version.HostTensor;
import io.ambidex.model.version.ReadLimits;
import io.ambidex.model.version.Safetensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A folder with a pair of ResNet-18 as PyTorch wrote it: {@code weights}, {@code batch} and {@code
 * expected}. Width, classes, modalities and shapes are read from the tensors.
 */
final class PyTorchPair {

    private final Map<String, HostTensor> weights;
    private final Map<String, HostTensor> batch;
    private final Map<String, HostTensor> expected;

    PyTorchPair(Path folder) throws Exception {
        weights = read(folder.resolve("weights.safetensors"));
        batch = read(folder.resolve("batch.safetensors"));
        expected = read(folder.resolve("expected.safetensors"));
    }

    NetworkSpec spec() {
        List<ModalitySpec> modalities =
                weights.keySet().stream()
                        .filter(name -> name.endsWith("_net.conv1.weight"))
                        .map(name -> name.substring(0, name.indexOf("_net.")))
                        .map(this::modality)
                        .toList();
        int classes = (int) weights.get("head.weight").shape()[0];
        return new NetworkSpec(
                modalities,
                "concat",
                Map.of(),
                IntStream.range(0, classes).mapToObj(i -> "class " + i).toList());
    }

    private ModalitySpec modality(String name) {
        long width = weights.get(name + "_net.conv1.weight").shape()[0];
        long[] shape = batch.get(name).shape();
        List<Integer> clip =
                Arrays.stream(shape)
                        .skip(1)
                        .mapToObj(Math::toIntExact)
                        .collect(Collectors.toList());
        return new ModalitySpec(
                name,
                new FeatureInput(clip),
                new EncoderSpec("resnet18", Map.of("width", Long.toString(width))));
    }

    NamedTensors weights(NDManager manager) {
        NamedTensors tensors = new NamedTensors();
        weights.forEach((name, tensor) -> tensors.add(name, tensor.toDevice(manager)));
        return tensors;
    }

    Map<String, HostTensor> weights() {
        return weights;
    }

    NDArray batch(NDManager manager, String name) {
        return batch.get(name).toDevice(manager);
    }

    HostTensor expected(String name) {
        HostTensor tensor = expected.get(name);
        if (tensor == null) {
            throw new AssertionError("expected.safetensors has no " + name);
        }
        return tensor;
    }

    /** Names under a prefix, without it. */
    List<String> expectedUnder(String prefix) {
        return expected.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    private static Map<String, HostTensor> read(Path file) throws Exception {
        return Safetensors.read(Files.readAllBytes(file), ReadLimits.DEFAULT).tensors();
    }
}
