/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.forward.HeadProjection;
import io.ambidex.model.engine.TorchRuntime;
import io.ambidex.model.learning.StepReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code mla.json}: training with and without projection, the projector, and the fusion by
 * certainty.
 */
final class MlaGolden implements GoldenMethod {
    @Override
    public String name() {
        return "mla";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        List<GoldenCase> cases = new ArrayList<>();
        for (JsonNode one : file.get("cases")) {
            String name = one.get("name").asText();
            String variant = one.get("variant").asText();
            boolean training = one.get("kind").asText().equals("training");
            if (variant.equals("official_intended") || variant.equals("balancebenchmark")) {
                cases.add(
                        GoldenCase.informationOnly(
                                name,
                                one.get("source").asText() + "; " + one.get("notes").asText()));
            } else if (variant.equals("official_released") && training) {
                cases.add(GoldenCase.mustMatch(name, p -> train(one, false, p)));
            } else if (variant.equals("recommended") && training) {
                cases.add(GoldenCase.mustMatch(name, p -> train(one, true, p)));
            } else if (name.startsWith("projector_from_means")) {
                cases.add(GoldenCase.mustMatch(name, p -> projector(one, p)));
            } else if (name.startsWith("entropy_fusion")) {
                cases.add(GoldenCase.mustMatch(name, p -> fusion(one, p)));
            } else {
                throw GoldenCase.unknown(name);
            }
        }
        return cases;
    }

    private static void train(JsonNode one, boolean projection, Precision precision) {
        JsonNode hyper = one.get("hyper");
        Map<String, String> options = new HashMap<>();
        options.put("projection", Boolean.toString(projection));
        if (projection) {
            options.put("lambda", hyper.get("lambda").asText());
            options.put("beta", hyper.get("beta").asText());
        }
        GoldenNetwork network = GoldenNetwork.ofLayers(one.get("model"), one.get("init_params"));
        try (GoldenLearner learner =
                new GoldenLearner(
                        network,
                        BalancingMethods.create("mla", options, network.spec().modalities().size()),
                        GoldenLearner.Sgd.of(one.get("optimizer")),
                        precision)) {
            learner.takeSteps(one.get("steps"), MlaGolden::check);
        }
    }

    private static void check(
            GoldenLearner learner, StepReport report, JsonNode e, Precision p, String place) {
        List<String> modalities = List.copyOf(report.modalities().keySet());
        MethodState state = new MethodState();
        learner.recorder.writeState(state);
        for (int m = 0; m < modalities.size(); m++) {
            String modality = modalities.get(m);
            String at = place + " " + modality + " ";
            MethodRecorder.PassRecord turn = learner.recorder.passes.get(m);
            p.check(
                    at + "logits",
                    turn.splitLogits().get(modality),
                    GoldenTensor.of(e.get("unimodal_logits").get(modality)).data());
            p.check(
                    at + "loss",
                    report.losses().get("unimodal." + modality),
                    e.get("losses").get(modality).asDouble());
            p.check(
                    at + "head gradient",
                    turn.gradients().get("head.weight"),
                    GoldenTensor.of(e.get("head_grad").get(modality)).data());
            if (e.has("feature_mean")) {
                p.check(
                        at + "mean",
                        HostValues.of(state.tensor("mean." + m)),
                        GoldenTensor.of(e.get("feature_mean").get(modality)).data());
            }
        }
        learner.checkUpdate(place, e);
    }

    /** P is what becomes of the identity. */
    private static void projector(JsonNode one, Precision precision) {
        try (NDManager manager = TorchRuntime.newManager(TorchRuntime.device("cpu"))) {
            for (JsonNode item : one.get("items")) {
                NDArray columns =
                        precision.tensor(GoldenTensor.of(item.get("columns"))).toDevice(manager);
                NDList means = new NDList();
                for (long k = 0; k < columns.getShape().get(1); k++) {
                    means.add(columns.get(":, " + k));
                }
                NDArray identity =
                        manager.eye((int) columns.getShape().get(0))
                                .toType(precision.dataType(), false);
                NDArray p =
                        new HeadProjection(means, item.get("lambda").asDouble()).apply(identity);
                precision.check("P", HostValues.of(p), GoldenTensor.of(item.get("P")).data());
            }
        }
    }

    /** With the identity as head, features are logits. */
    private static void fusion(JsonNode one, Precision precision) {
        for (JsonNode item : one.get("items")) {
            List<GoldenTensor> logits = new ArrayList<>();
            item.get("logits").forEach(z -> logits.add(GoldenTensor.of(z)));
            int classes = (int) logits.get(0).shape()[1];
            double[] identity = new double[classes * classes];
            for (int c = 0; c < classes; c++) {
                identity[c * (classes + 1)] = 1;
            }
            Map<String, GoldenTensor> head =
                    Map.of(
                            "head.weight",
                            new GoldenTensor(new long[] {classes, classes}, identity),
                            "head.bias",
                            new GoldenTensor(new long[] {classes}, new double[classes]));
            double[] fused =
                    new GoldenHead("shared", Map.of(), head).logits(logits, classes, precision);
            precision.check("fused", fused, GoldenTensor.of(item.get("fused")).data());
        }
    }
}
