/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.objective.AlignmentSchedules;
import io.ambidex.model.balancing.objective.PredictionAlignment;
import io.ambidex.model.engine.Autograd;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.TorchRuntime;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.learning.StepReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code lfm.json}: training with a fixed and with a learned weight, the alignment term, and the
 * schedules.
 */
final class LfmGolden implements GoldenMethod {
    @Override
    public String name() {
        return "lfm";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        List<GoldenCase> cases = new ArrayList<>();
        for (JsonNode one : file.get("cases")) {
            String name = one.get("name").asText();
            boolean training = one.get("kind").asText().equals("training");
            if (one.get("variant").asText().equals("balancebenchmark")) {
                cases.add(GoldenCase.informationOnly(name, one.get("notes").asText()));
            } else if (training) {
                cases.add(GoldenCase.mustMatch(name, p -> train(one, p)));
            } else if (name.startsWith("alignment_term")) {
                cases.add(GoldenCase.mustMatch(name, p -> alignment(one, p)));
            } else if (name.startsWith("weight_schedules")) {
                cases.add(GoldenCase.mustMatch(name, p -> schedules(one, p)));
            } else {
                throw GoldenCase.unknown(name);
            }
        }
        return cases;
    }

    private static Map<String, String> options(JsonNode one) {
        JsonNode hyper = one.get("hyper");
        Map<String, String> options = new HashMap<>();
        if (one.has("held_out")) {
            options.put("schedule", "learned");
            options.put("window", "1");
            options.put("alignmentWeight", hyper.get("alpha_align_start").asText());
            options.put("weightRate", hyper.get("alpha_lr").asText());
            options.put("lookahead", hyper.get("inner_step").asText());
            options.put("heldOutBatch", "1000");
        } else {
            options.put("schedule", "fixed");
            options.put("alignmentWeight", hyper.get("alpha_align").asText());
        }
        return options;
    }

    private static void train(JsonNode one, Precision precision) {
        GoldenNetwork network = GoldenNetwork.ofLayers(one.get("model"), one.get("init_params"));
        try (GoldenLearner learner =
                new GoldenLearner(
                        network,
                        BalancingMethods.create(
                                "lfm", options(one), network.spec().modalities().size()),
                        GoldenLearner.Sgd.of(one.get("optimizer")),
                        precision)) {
            if (one.has("held_out")) {
                JsonNode heldOut = one.get("held_out");
                MiniBatch examples = network.batch(heldOut.get("inputs"), heldOut.get("labels"));
                examples.examples().forEach(learner.learner()::holdOut);
            }
            learner.takeSteps(one.get("steps"), LfmGolden::check);
        }
    }

    private static void check(
            GoldenLearner learner, StepReport report, JsonNode e, Precision p, String place) {
        p.check(place + " loss", report.loss(), e.get("loss").asDouble());
        p.check(
                place + " classification",
                report.losses().get("joint"),
                e.get("loss_class").asDouble());
        p.check(
                place + " alignment",
                report.losses().get("alignment"),
                e.get("loss_align").asDouble());
        if (e.has("logits")) {
            p.check(
                    place + " logits",
                    learner.recorder.jointLogits,
                    GoldenTensor.of(e.get("logits")).data());
            GoldenTensor.named(e.get("unimodal_logits"))
                    .forEach(
                            (modality, z) ->
                                    p.check(
                                            place + " logits of " + modality,
                                            learner.recorder.splitLogits.get(modality),
                                            z.data()));
        }
        if (e.has("hypergradient")) {
            Map<String, Double> monitors = report.methodMonitors();
            p.check(
                    place + " hypergradient",
                    monitors.get("lfm.hypergradient"),
                    e.get("hypergradient").asDouble());
            p.check(
                    place + " weight",
                    monitors.get("lfm.alignmentWeight"),
                    e.get("alpha_after").get(1).asDouble());
            p.check(
                    place + " held-out loss",
                    monitors.get("lfm.heldOutLoss"),
                    e.get("loss_val").asDouble());
        }
        learner.checkUpdate(place, e);
    }

    private static void alignment(JsonNode one, Precision precision) {
        try (NDManager manager = TorchRuntime.newManager(TorchRuntime.device("cpu"));
                PredictionAlignment alignment = new PredictionAlignment(manager);
                Autograd autograd = new Autograd(manager);
                GradMode on = GradMode.on()) {
            for (JsonNode item : one.get("items")) {
                NamedTensors logits = new NamedTensors();
                for (String name : List.of("p", "q")) {
                    GoldenTensor values = GoldenTensor.of(item.get("logits_" + name));
                    NDArray tensor = precision.tensor(values).toDevice(manager);
                    tensor.setRequiresGradient(true);
                    logits.add(name, tensor);
                }
                NDArray p = logits.get("p");
                NDArray ones = manager.ones(new Shape(p.getShape().get(0)), precision.dataType());
                NDArray value = alignment.of(manager, p, logits.get("q"), ones);
                precision.check(
                        "alignment", HostValues.of(value)[0], item.get("alignment").asDouble());
                NamedTensors gradients = autograd.gradients(value, logits, false);
                for (String name : List.of("p", "q")) {
                    precision.check(
                            "gradient of " + name,
                            HostValues.of(gradients.get(name)),
                            GoldenTensor.of(item.get("grad_" + name)).data());
                }
            }
        }
    }

    private static void schedules(JsonNode one, Precision precision) {
        for (JsonNode item : one.get("items")) {
            double epoch = item.get("epoch").asDouble();
            double fitted = AlignmentSchedules.fitted(epoch);
            double[] both = {1 - fitted, fitted};
            precision.check("fitted at " + epoch, both, GoldenTensor.of(item.get("fitted")).data());
            if (!item.get("heuristic_align_weight").isNull()) {
                precision.check(
                        "heuristic at " + epoch,
                        AlignmentSchedules.heuristic(epoch),
                        item.get("heuristic_align_weight").asDouble());
            }
        }
    }
}
