/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.learning.SyntheticStream;
import io.ambidex.model.network.EncoderSpec;
import io.ambidex.model.network.FeatureInput;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.NetworkSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The network and the initial parameters of a golden case, for the ways in which the files describe
 * them.
 *
 * @param spec layers as the file has them, concatenated features, one linear head
 * @param initial parameters under our names
 * @param unimodalHeads parameters {@code head_MODALITY.…}, which are a method's and not the
 *     network's
 * @param ours from the file's parameter names to ours
 */
record GoldenNetwork(
        NetworkSpec spec,
        Map<String, GoldenTensor> initial,
        Map<String, GoldenTensor> unimodalHeads,
        Map<String, String> ours) {

    /** The network of a file's {@code data}: its modalities, first parameters and batches. */
    static GoldenNetwork ofData(JsonNode data) {
        List<String> modalities = new ArrayList<>();
        data.get("modalities").forEach(node -> modalities.add(node.asText()));
        return ofParameters(
                modalities, GoldenTensor.named(data.get("init")), data.get("batches").get(0));
    }

    /**
     * Described by its parameters: {@code MODALITY.LAYER.weight}; convolutions or linear layers
     * with tanh between them, the mean over the grid (and over frames) at the end of convolutions.
     */
    static GoldenNetwork ofParameters(
            List<String> modalities, Map<String, GoldenTensor> parameters, JsonNode batch) {
        List<ModalitySpec> specs = new ArrayList<>();
        Map<String, GoldenTensor> initial = new LinkedHashMap<>();
        Map<String, String> ours = new LinkedHashMap<>();
        for (String modality : modalities) {
            String layers = layers(modality, parameters);
            specs.add(spec(modality, layers, GoldenTensor.of(batch.get(modality)).shape()));
        }
        parameters.forEach(
                (name, values) -> {
                    int dot = name.indexOf('.');
                    String owner = name.substring(0, dot);
                    String own =
                            modalities.contains(owner)
                                    ? owner + "_net" + name.substring(dot)
                                    : name;
                    ours.put(name, own);
                    initial.put(own, values);
                });
        int classes =
                initial.entrySet().stream()
                        .filter(e -> e.getKey().startsWith("head") && e.getKey().endsWith("bias"))
                        .reduce((first, last) -> last)
                        .orElseThrow()
                        .getValue()
                        .data()
                        .length;
        return new GoldenNetwork(network(specs, classes), initial, Map.of(), ours);
    }

    private static String layers(String modality, Map<String, GoldenTensor> parameters) {
        Set<String> names = new LinkedHashSet<>();
        parameters.keySet().stream()
                .filter(name -> name.startsWith(modality + "."))
                .forEach(name -> names.add(name.split("\\.")[1]));
        List<String> layers = new ArrayList<>();
        boolean convolution = false;
        for (String name : names) {
            long[] shape = parameters.get(modality + "." + name + ".weight").shape();
            boolean bias = parameters.containsKey(modality + "." + name + ".bias");
            convolution = shape.length == 4;
            layers.add(
                    convolution
                            ? "conv2d:%s out=%d kernel=%dx%d bias=%s"
                                    .formatted(name, shape[0], shape[2], shape[3], bias)
                            : "linear:%s out=%d bias=%s".formatted(name, shape[0], bias));
        }
        return String.join("; tanh; ", layers) + (convolution ? "; mean" : "");
    }

    /**
     * Described by a list of layers per modality, with parameters {@code
     * MODALITY_net.INDEX.weight}. A head per modality is called {@code head.MODALITY} where there
     * is no other head, and belongs to the method where there is one.
     */
    static GoldenNetwork ofLayers(JsonNode model, JsonNode initParams) {
        String head = model.get("head").asText();
        if (!List.of("concat", "shared", "none").contains(head)) {
            throw new IllegalArgumentException("unknown head " + head);
        }
        List<ModalitySpec> specs = new ArrayList<>();
        for (JsonNode modality : model.get("modalities")) {
            List<String> layers = new ArrayList<>();
            int index = 0;
            for (JsonNode layer : modality.get("encoder")) {
                layers.add(layer(layer, index++));
            }
            double[] shape = GoldenTensor.numbers(modality.get("input_shape"));
            long[] withBatch = new long[shape.length + 1];
            for (int i = 0; i < shape.length; i++) {
                withBatch[i + 1] = (long) shape[i];
            }
            specs.add(spec(modality.get("name").asText(), String.join("; ", layers), withBatch));
        }
        Map<String, GoldenTensor> initial = new LinkedHashMap<>();
        Map<String, GoldenTensor> heads = new LinkedHashMap<>();
        Map<String, String> ours = new LinkedHashMap<>();
        GoldenTensor.named(initParams)
                .forEach(
                        (name, values) -> {
                            boolean unimodal = name.startsWith("head_");
                            boolean only = unimodal && head.equals("none");
                            String own = only ? name.replace("head_", "head.") : name;
                            ours.put(name, own);
                            (unimodal && !only ? heads : initial).put(own, values);
                        });
        int classes = model.get("classes").asInt();
        return new GoldenNetwork(network(specs, classes), initial, heads, ours);
    }

    /**
     * Described by branches of one convolution each, {@code net_VIEW.conv1} and {@code
     * net_VIEW.fc}, that exchange gates; classifiers of their own, {@code mmtm.names} tells the
     * gates.
     */
    static GoldenNetwork ofBranches(JsonNode model, JsonNode inputs, JsonNode initParams) {
        List<String> views = new ArrayList<>();
        inputs.fieldNames().forEachRemaining(views::add);
        List<ModalitySpec> specs = new ArrayList<>();
        Map<String, String> ours = new LinkedHashMap<>();
        for (String view : views) {
            JsonNode conv = model.get("branches").get(specs.size()).get("conv");
            String layers =
                    "conv2d:conv1 out=%d kernel=%d; relu; mean"
                            .formatted(conv.get("out").asInt(), conv.get("k").asInt());
            specs.add(spec(view, layers, GoldenTensor.of(inputs.get(view)).shape()));
            for (String kind : List.of("weight", "bias")) {
                ours.put("net_" + view + ".conv1." + kind, view + "_net.conv1." + kind);
                ours.put("net_" + view + ".fc." + kind, "head." + view + "." + kind);
            }
        }
        model.get("mmtm")
                .get("names")
                .properties()
                .forEach(
                        e -> {
                            String meaning = e.getValue().asText();
                            String own =
                                    meaning.equals("shared")
                                            ? "squeeze"
                                            : "excite."
                                                    + views.get(
                                                            Integer.parseInt(
                                                                    meaning.replaceAll("\\D", "")));
                            for (String kind : List.of(".weight", ".bias")) {
                                ours.put(e.getKey() + kind, "exchange.1." + own + kind);
                            }
                        });
        Map<String, GoldenTensor> initial = new LinkedHashMap<>();
        GoldenTensor.named(initParams)
                .forEach((name, values) -> initial.put(ours.get(name), values));
        int classes = model.get("classes").asInt();
        List<String> names = IntStream.range(0, classes).mapToObj(c -> "class" + c).toList();
        NetworkSpec spec = new NetworkSpec(specs, "concat", Map.of(), names);
        return new GoldenNetwork(spec, initial, Map.of(), ours);
    }

    private static String layer(JsonNode layer, int index) {
        String operation = layer.get("op").asText();
        return switch (operation) {
            case "linear" -> "linear:%d out=%d".formatted(index, layer.get("out").asInt());
            case "conv2d" ->
                    "conv2d:%d out=%d kernel=%d"
                            .formatted(index, layer.get("out").asInt(), layer.get("k").asInt());
            case "relu", "tanh" -> operation;
            case "gap" -> "mean";
            default -> throw new IllegalArgumentException("unknown layer " + layer);
        };
    }

    private static ModalitySpec spec(String name, String layers, long[] batchShape) {
        List<Integer> shape =
                Arrays.stream(batchShape).skip(1).mapToObj(size -> (int) size).toList();
        return new ModalitySpec(
                name, new FeatureInput(shape), new EncoderSpec("layers", Map.of("layers", layers)));
    }

    private static NetworkSpec network(List<ModalitySpec> specs, int classes) {
        List<String> names = IntStream.range(0, classes).mapToObj(c -> "class" + c).toList();
        return new NetworkSpec(specs, "concat", Map.of(), names);
    }

    /** Inputs by modality name and labels as a mini-batch. */
    MiniBatch batch(JsonNode inputs, JsonNode labels) {
        List<GoldenTensor> tensors = new ArrayList<>();
        spec.modalityNames().forEach(name -> tensors.add(GoldenTensor.of(inputs.get(name))));
        double[] classes = GoldenTensor.of(labels).data();
        MiniBatch.Builder batch = MiniBatch.builder(tensors.size());
        for (int i = 0; i < classes.length; i++) {
            List<byte[]> media = new ArrayList<>();
            for (GoldenTensor tensor : tensors) {
                media.add(SyntheticStream.bytes(tensor.row(i)));
            }
            batch.add(media, (int) classes[i], i);
        }
        return batch.build();
    }
}
