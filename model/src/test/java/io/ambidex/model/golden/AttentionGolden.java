/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.engine.Autograd;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.StepScope;
import io.ambidex.model.network.AttentionReading;
import io.ambidex.model.network.EncoderSpec;
import io.ambidex.model.network.FeatureInput;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.MultimodalNetwork;
import io.ambidex.model.network.NetworkSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The attention fusion of a golden file on tokens that are given: {@code a} and {@code v}. */
final class AttentionGolden {
    private static final Map<String, String> MODALITIES =
            new LinkedHashMap<>(Map.of("a", "audio", "v", "video"));

    private final JsonNode file;
    private final int width;

    AttentionGolden(JsonNode file) {
        this.file = file;
        width = file.get("dims").get("d").asInt();
    }

    /** Tokens as input, no encoder; the probes are parameters of the method. */
    GoldenNetwork network() {
        List<ModalitySpec> specs = new ArrayList<>();
        for (String key : List.of("a", "v")) {
            int tokens = file.get("dims").get("L" + key).asInt();
            specs.add(
                    new ModalitySpec(
                            MODALITIES.get(key),
                            new FeatureInput(List.of(tokens, width)),
                            new EncoderSpec("layers", Map.of("layers", "tokens"))));
        }
        int classes = file.get("dims").get("C").asInt();
        List<String> names = IntStream.range(0, classes).mapToObj(c -> "class" + c).toList();
        NetworkSpec spec = new NetworkSpec(specs, "attention", Map.of("rotation", "true"), names);
        Map<String, GoldenTensor> initial = new LinkedHashMap<>();
        Map<String, GoldenTensor> probes = new LinkedHashMap<>();
        Map<String, String> ours = new LinkedHashMap<>();
        GoldenTensor.named(file.get("init"))
                .forEach(
                        (name, values) -> {
                            ours.put(name, ourName(name));
                            (name.startsWith("probe") ? probes : initial)
                                    .put(ourName(name), values);
                        });
        initial.put("fusion.rotation", new GoldenTensor(new long[] {1, width, width}, eye()));
        return new GoldenNetwork(spec, initial, probes, ours);
    }

    private double[] eye() {
        double[] eye = new double[width * width];
        for (int i = 0; i < width; i++) {
            eye[i * width + i] = 1;
        }
        return eye;
    }

    private static String ourName(String name) {
        if (name.startsWith("probe_")) {
            return "probe_" + MODALITIES.get(name.substring(6, 7)) + name.substring(7);
        }
        return name.startsWith("head") ? name : "fusion." + name;
    }

    /** Inputs of a mini-batch under our names. */
    static Map<String, JsonNode> inputs(JsonNode batch) {
        Map<String, JsonNode> inputs = new LinkedHashMap<>();
        MODALITIES.forEach((key, name) -> inputs.put(name, batch.get(key)));
        return inputs;
    }

    /** Forward pass and gradients of a mini-batch under a rotation; null for none. */
    void check(JsonNode batch, double[] rotation, boolean folded, JsonNode expected, Precision p) {
        GoldenNetwork golden = network();
        if (rotation != null) {
            golden.initial()
                    .put(
                            "fusion.rotation",
                            new GoldenTensor(new long[] {1, width, width}, rotation));
        }
        try (MultimodalNetwork network =
                        MultimodalNetwork.create(golden.spec(), 0, "cpu", p.dataType());
                Autograd autograd = new Autograd(network.manager());
                StepScope scope = StepScope.open(network.manager())) {
            NamedTensors values = new NamedTensors();
            for (String name : network.state().names()) {
                values.add(name, p.tensor(golden.initial().get(name)).toDevice(scope.manager()));
            }
            network.load(values);
            if (folded) {
                network.load(network.served(scope.manager()));
            }
            NDList tokens = new NDList();
            NDList features = new NDList();
            NamedTensors all = new NamedTensors();
            network.parameters().entries().forEach(e -> all.add(e.getKey(), e.getValue()));
            try (GradMode on = GradMode.on()) {
                for (String key : List.of("a", "v")) {
                    NDArray given =
                            p.tensor(GoldenTensor.of(batch.get(key))).toDevice(scope.manager());
                    given.setRequiresGradient(true);
                    tokens.add(given);
                    all.add("tokens." + key, given);
                    features.add(given.reshape(given.getShape().get(0), -1));
                }
                NDArray logits = network.logits(features);
                p.check(
                        "logits",
                        HostValues.of(logits),
                        GoldenTensor.of(expected.get("logits")).data());
                NDArray loss = crossEntropy(logits, batch.get("label"), scope.manager(), p);
                p.check("loss", HostValues.of(loss)[0], expected.get("loss").asDouble());
                NamedTensors gradients = autograd.gradients(loss, all, false);
                gradients(golden, gradients, expected, p);
            }
            if (!folded) {
                reading(network.attention(features, null).orElseThrow(), expected, p);
            }
        }
    }

    private static NDArray crossEntropy(
            NDArray logits, JsonNode labels, NDManager manager, Precision p) {
        double[] classes = GoldenTensor.of(labels).data();
        int count = (int) logits.getShape().get(1);
        double[] chosen = new double[classes.length * count];
        for (int i = 0; i < classes.length; i++) {
            chosen[i * count + (int) classes[i]] = -1.0 / classes.length;
        }
        NDArray weights =
                manager.create(chosen, new Shape(classes.length, count))
                        .toType(p.dataType(), false);
        return logits.logSoftmax(1).mul(weights).sum();
    }

    private static void gradients(
            GoldenNetwork golden, NamedTensors gradients, JsonNode expected, Precision p) {
        if (expected.has("grad")) {
            GoldenTensor.named(expected.get("grad"))
                    .forEach(
                            (name, values) -> {
                                String own = golden.ours().get(name);
                                if (gradients.contains(own)) {
                                    p.check(
                                            "gradient of " + name,
                                            HostValues.of(gradients.get(own)),
                                            values.data());
                                }
                            });
            for (String key : List.of("a", "v")) {
                p.check(
                        "gradient of tokens " + key,
                        HostValues.of(gradients.get("tokens." + key)),
                        GoldenTensor.of(expected.get("grad_tokens_" + key)).data());
            }
        } else {
            Map.of(
                            "grad_wq_weight", "fusion.wq.weight",
                            "grad_wq_bias", "fusion.wq.bias",
                            "grad_cls", "fusion.cls")
                    .forEach(
                            (name, own) ->
                                    p.check(
                                            name,
                                            HostValues.of(gradients.get(own)),
                                            GoldenTensor.of(expected.get(name)).data()));
        }
    }

    private static void reading(AttentionReading reading, JsonNode expected, Precision p) {
        p.check("query", reading.query(), GoldenTensor.of(expected.get("q_cls")).data());
        JsonNode mass = expected.get("attention_mass");
        p.check("attention on itself", reading.classMass(), mass.get("cls").asDouble());
        int m = 0;
        for (String key : List.of("a", "v")) {
            p.check("mass " + key, reading.mass(m), mass.get(MODALITIES.get(key)).asDouble());
            p.check(
                    "cosine " + key,
                    reading.cosine(m),
                    columnMeans(GoldenTensor.of(expected.get("cos_" + key)))[0]);
            p.check(
                    "mean key " + key,
                    reading.meanKey(m),
                    columnMeans(GoldenTensor.of(expected.get("mean_key_" + key))));
            m++;
        }
        p.check(
                "attention imbalance rate",
                reading.cosine(0) - reading.cosine(1),
                expected.get("AIR").asDouble());
    }

    private static double[] columnMeans(GoldenTensor rows) {
        int width = rows.data().length / rows.rows();
        double[] means = new double[width];
        for (int i = 0; i < rows.data().length; i++) {
            means[i % width] += rows.data()[i] / rows.rows();
        }
        return means;
    }
}
