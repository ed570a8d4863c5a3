/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.forward.QueryRotation;
import io.ambidex.model.engine.Autograd;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.ScriptModule;
import io.ambidex.model.engine.TorchRuntime;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.network.layer.CompiledEncoder;
import io.ambidex.model.network.layer.EncoderCompiler;
import io.ambidex.model.network.layer.TensorSpec;
import io.ambidex.model.network.layer.Tokens;
import io.ambidex.model.network.layer.TransformerBlock;
import io.ambidex.model.version.HostTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * RollingQ: attention before and after a rotation, rotations by themselves, a training run with one
 * rotation at the end of its first epoch, and a block of an encoder.
 */
final class RollingQGolden implements GoldenMethod {

    @Override
    public String name() {
        return "rollingq";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        AttentionGolden attention = new AttentionGolden(file);
        JsonNode expected = file.get("float64");
        JsonNode batch = file.get("epoch1").get(0);
        double[] rotation = rotation(file);
        List<GoldenCase> cases = new ArrayList<>();
        cases.add(
                GoldenCase.mustMatch(
                        "plain",
                        p -> attention.check(batch, null, false, expected.get("plain"), p)));
        cases.add(
                GoldenCase.mustMatch(
                        "rotated",
                        p -> attention.check(batch, rotation, false, expected.get("rotated"), p)));
        cases.add(
                GoldenCase.mustMatch(
                        "rotated_folded",
                        p ->
                                attention.check(
                                        batch, rotation, true, expected.get("rotated_folded"), p)));
        for (JsonNode one : expected.get("rotation")) {
            cases.add(
                    GoldenCase.mustMatch(
                            "rotation sigma " + one.get("sigma"), p -> rotation(one, p)));
        }
        cases.add(GoldenCase.mustMatch("training", p -> training(file, attention, p)));
        cases.add(GoldenCase.mustMatch("trigger", p -> trigger(file)));
        cases.add(
                GoldenCase.mustMatch(
                        "three_modalities", p -> three(file.get("three_modalities"), p)));
        for (JsonNode edge : file.get("edge_cases")) {
            cases.add(GoldenCase.mustMatch(edge.get("name").asText(), p -> edge(edge, p)));
        }
        cases.add(GoldenCase.mustMatch("encoder_block", p -> block(file.get("encoder_block"), p)));
        return cases;
    }

    /** The rotation that the case {@code rotated} has. */
    private static double[] rotation(JsonNode file) {
        double sigma = file.get("hyper").get("sigma").asDouble();
        for (JsonNode one : file.get("float64").get("rotation")) {
            if (one.get("sigma").asDouble() == sigma) {
                return numbers(one, "R");
            }
        }
        throw new IllegalArgumentException("no rotation of sigma " + sigma);
    }

    private static double[] numbers(JsonNode node, String name) {
        return GoldenTensor.of(node.get(name)).data();
    }

    private static void rotation(JsonNode one, Precision p) {
        double rate = one.get("AIR").asDouble();
        double[] weights =
                QueryRotation.weights(new double[] {rate, 0}, one.get("sigma").asDouble());
        p.check("alpha", weights[0], one.get("alpha_audio").asDouble());
        double[] query = numbers(one, "query");
        double[][] keys = {numbers(one, "stat_mean_key_a"), numbers(one, "stat_mean_key_v")};
        double[] target = QueryRotation.target(query, keys, weights).orElseThrow();
        p.check("target", target, numbers(one, "rotated_query"));
        double[] rotation = QueryRotation.minimal(query, target).orElseThrow();
        p.check("R", rotation, numbers(one, "R"));
        requireRotation(rotation, query, target, p);
    }

    /** R q = t, R^T R = I and det R = 1. */
    private static void requireRotation(double[] r, double[] query, double[] target, Precision p) {
        int d = query.length;
        for (int i = 0; i < d; i++) {
            double turned = 0;
            for (int j = 0; j < d; j++) {
                turned += r[i * d + j] * query[j];
                double product = 0;
                for (int k = 0; k < d; k++) {
                    product += r[k * d + i] * r[k * d + j];
                }
                p.check("R^T R", product, i == j ? 1 : 0);
            }
            p.check("R q", turned, target[i]);
        }
        p.check("det R", determinant(r.clone(), d), 1);
    }

    private static double determinant(double[] a, int d) {
        double determinant = 1;
        for (int i = 0; i < d; i++) {
            int pivot = i;
            for (int row = i + 1; row < d; row++) {
                pivot = Math.abs(a[row * d + i]) > Math.abs(a[pivot * d + i]) ? row : pivot;
            }
            for (int j = 0; pivot != i && j < d; j++) {
                double swap = a[i * d + j];
                a[i * d + j] = a[pivot * d + j];
                a[pivot * d + j] = swap;
            }
            determinant *= pivot == i ? a[i * d + i] : -a[i * d + i];
            for (int row = i + 1; row < d; row++) {
                double factor = a[row * d + i] / a[i * d + i];
                for (int j = i; j < d; j++) {
                    a[row * d + j] -= factor * a[i * d + j];
                }
            }
        }
        return determinant;
    }

    private static void training(JsonNode file, AttentionGolden attention, Precision p) {
        JsonNode hyper = file.get("hyper");
        JsonNode expected = file.get("float64").get("training");
        int epoch = file.get("epoch1").size();
        Map<String, String> options = new LinkedHashMap<>();
        options.put("variant", "published");
        options.put("beta", hyper.get("beta").asText());
        options.put("sigma", hyper.get("sigma").asText());
        options.put("maxRotations", hyper.get("max_rotations").asText());
        options.put("window", Integer.toString(epoch));
        options.put("keptBatches", Integer.toString(epoch));
        options.put("probes", "true");
        GoldenNetwork network = attention.network();
        try (GoldenLearner learner =
                new GoldenLearner(
                        network,
                        BalancingMethods.create("rollingq", options, 2),
                        network.unimodalHeads(),
                        new GoldenLearner.Sgd(
                                hyper.get("lr").asDouble(),
                                hyper.get("momentum").asDouble(),
                                hyper.get("weight_decay").asDouble()),
                        p)) {
            List<JsonNode> batches = new ArrayList<>();
            file.get("epoch1").forEach(batches::add);
            file.get("epoch2").forEach(batches::add);
            for (int i = 0; i < batches.size(); i++) {
                ObjectNode inputs = JsonNodeFactory.instance.objectNode();
                AttentionGolden.inputs(batches.get(i)).forEach(inputs::set);
                StepReport report =
                        learner.step(network.batch(inputs, batches.get(i).get("label")));
                String place = "step " + (i + 1);
                JsonNode losses = expected.get("steps").get(i);
                p.check(
                        place + " loss",
                        report.losses().get("joint"),
                        losses.get("loss").asDouble());
                p.check(
                        place + " probe of audio",
                        report.losses().get("probe.audio"),
                        losses.get("loss_a").asDouble());
                p.check(
                        place + " probe of video",
                        report.losses().get("probe.video"),
                        losses.get("loss_v").asDouble());
                learner.check(
                        place + " parameter",
                        learner.recorder.parametersAfter,
                        GoldenTensor.named(expected.get("params_after_step").get(i)));
                if (i == epoch - 1) {
                    p.check(
                            "imbalance rate of the last mini-batch",
                            report.methodMonitors().get("attention.spread"),
                            Math.abs(expected.get("AIR_last_batch").asDouble()));
                    p.check(
                            "rotations",
                            report.methodMonitors().get("rollingq.rotations"),
                            expected.get("rotations").asDouble());
                }
            }
            Map<String, HostTensor> served = learner.learner().exportTensors();
            JsonNode folded = expected.get("folded_wq_after_last_step");
            for (String part : List.of("weight", "bias")) {
                try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
                    NDArray values = served.get("fusion.wq." + part).toDevice(manager);
                    p.check("folded " + part, HostValues.of(values), numbers(folded, part));
                }
            }
        }
    }

    private static void trigger(JsonNode file) {
        for (JsonNode one : file.get("trigger")) {
            double spread =
                    QueryRotation.spread(
                            new double[] {
                                mean(numbers(one, "cos_a")), mean(numbers(one, "cos_v"))
                            });
            one.get("fires")
                    .properties()
                    .forEach(
                            e -> {
                                boolean fires = spread > Double.parseDouble(e.getKey());
                                if (fires != e.getValue().asBoolean()) {
                                    throw new AssertionError(
                                            "beta %s fires: %s".formatted(e.getKey(), fires));
                                }
                            });
        }
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value / values.length;
        }
        return sum;
    }

    private static void three(JsonNode one, Precision p) {
        double[] weights =
                QueryRotation.weights(numbers(one, "mean_cos"), one.get("sigma").asDouble());
        p.check("weights", weights, numbers(one, "weights"));
        double[][] keys = new double[weights.length][];
        for (int m = 0; m < keys.length; m++) {
            keys[m] = GoldenTensor.of(one.get("mean_keys").get(m)).data();
        }
        double[] query = numbers(one, "query");
        double[] target = QueryRotation.target(query, keys, weights).orElseThrow();
        p.check("target", target, numbers(one, "target"));
        p.check("R", QueryRotation.minimal(query, target).orElseThrow(), numbers(one, "R"));
    }

    private static void edge(JsonNode edge, Precision p) {
        String name = edge.get("name").asText();
        switch (name) {
            case "zero_mean_key" -> {
                double[] query = numbers(edge, "query");
                double[][] keys = {query, new double[query.length]};
                requireEmpty(QueryRotation.target(query, keys, new double[] {0.5, 0.5}));
            }
            case "cancelling_directions" -> {
                double[][] keys = {numbers(edge, "mean_key_a"), numbers(edge, "mean_key_v")};
                double alpha = edge.get("alpha_audio").asDouble();
                requireEmpty(QueryRotation.target(keys[0], keys, new double[] {alpha, 1 - alpha}));
            }
            default -> {
                double[] query = numbers(edge, "query");
                double[] given = numbers(edge, "target");
                double[] target =
                        QueryRotation.target(query, new double[][] {given}, new double[] {1})
                                .orElseThrow();
                double[] rotation = QueryRotation.minimal(query, given).orElseThrow();
                requireRotation(rotation, query, target, p);
                if (!edge.get("R").isNull()) {
                    p.check("R", rotation, numbers(edge, "R"));
                }
            }
        }
    }

    private static void requireEmpty(Optional<double[]> target) {
        if (target.isPresent()) {
            throw new AssertionError("a target without a direction");
        }
    }

    private static void block(JsonNode one, Precision p) {
        GoldenTensor input = GoldenTensor.of(one.get("input"));
        int hidden = numbers(one.get("params"), "fc1.bias").length;
        CompiledEncoder compiled =
                EncoderCompiler.compile(
                        List.of(
                                new TransformerBlock("block", one.get("heads").asInt(), hidden),
                                new Tokens()),
                        new long[] {input.shape()[1], input.shape()[2]});
        JsonNode expected = one.get("float64");
        try (NDManager manager = TorchRuntime.newManager(TorchRuntime.device("cpu"));
                ScriptModule module = ScriptModule.fromText(manager, compiled.source());
                Autograd autograd = new Autograd(manager);
                GradMode on = GradMode.on()) {
            NamedTensors all = new NamedTensors();
            NDList parameters = new NDList();
            for (TensorSpec spec : compiled.tensors()) {
                String theirs = spec.name().replaceAll("block\\.|attn\\.|mlp\\.", "");
                NDArray value =
                        p.tensor(GoldenTensor.of(one.get("params").get(theirs))).toDevice(manager);
                value.setRequiresGradient(true);
                parameters.add(value);
                all.add(theirs, value);
            }
            NDArray x = p.tensor(input).toDevice(manager);
            x.setRequiresGradient(true);
            all.add("input", x);
            NDArray output = module.callOne(manager, "train", x, parameters);
            p.check("output", HostValues.of(output), numbers(expected, "output"));
            NDArray weights =
                    p.tensor(GoldenTensor.of(one.get("scalar_weights"))).toDevice(manager);
            NDArray scalar = output.mul(weights.reshape(output.getShape())).sum();
            NamedTensors gradients = autograd.gradients(scalar, all, false);
            p.check(
                    "gradient of the input",
                    HostValues.of(gradients.get("input")),
                    numbers(expected, "grad_input"));
            GoldenTensor.named(expected.get("grad"))
                    .forEach(
                            (name, values) ->
                                    p.check(
                                            "gradient of " + name,
                                            HostValues.of(gradients.get(name)),
                                            values.data()));
        }
    }
}
