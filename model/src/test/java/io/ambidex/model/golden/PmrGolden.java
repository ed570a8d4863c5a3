/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.optimization.Pmr;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.learning.StepReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code pmr.json}: training with prototypes from the examples that the file names. */
final class PmrGolden implements GoldenMethod {
    @Override
    public String name() {
        return "pmr";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        List<GoldenCase> cases = new ArrayList<>();
        for (JsonNode one : file.get("cases")) {
            String name = one.get("name").asText();
            if (name.startsWith("balancemm")) {
                cases.add(
                        GoldenCase.informationOnly(
                                name,
                                "with three modalities the toolkit scales gradients instead of"
                                        + " adding prototype losses"));
            } else if (name.startsWith("official") || name.startsWith("paper")) {
                cases.add(GoldenCase.mustMatch(name, p -> new Run(file, one, p).all()));
            } else {
                throw GoldenCase.unknown(name);
            }
        }
        return cases;
    }

    /** One case in one precision. */
    private record Run(JsonNode file, JsonNode one, Precision precision) {
        private JsonNode data() {
            return file.get("data").get(one.get("data").asText());
        }

        private List<String> modalities() {
            List<String> names = new ArrayList<>();
            data().get("modalities").forEach(name -> names.add(name.asText()));
            return names;
        }

        void all() {
            JsonNode batches = data().get("batches");
            JsonNode subset = data().get("prototype_batches");
            if (batches.isTextual()) {
                batches = subset;
            }
            GoldenNetwork network =
                    GoldenNetwork.ofParameters(
                            modalities(), GoldenTensor.named(data().get("init")), batches.get(0));
            List<MiniBatch.Example> examples = new ArrayList<>();
            for (JsonNode batch : subset) {
                examples.addAll(network.batch(batch, batch.get("label")).examples());
            }
            Pmr method =
                    new Pmr(
                            MethodOptions.parse(
                                    "pmr", new Pmr.Provider().options(), options(batches.size())),
                            stage -> examples);
            try (GoldenLearner learner = new GoldenLearner(network, method, sgd(), precision)) {
                int steps = one.get("steps").size();
                int epochs = steps / batches.size();
                JsonNode recorded = one.get("prototypes");
                // What was computed after the last epoch shows in the step that follows.
                for (int t = 0; t <= steps; t++) {
                    JsonNode batch = batches.get(t % batches.size());
                    StepReport report = learner.step(network.batch(batch, batch.get("label")));
                    if (t % batches.size() == 0) {
                        checkPrototypes(method, recorded, t / batches.size(), epochs);
                    }
                    if (t < steps) {
                        check(learner, report, one.get("steps").get(t), "step " + t);
                    }
                    if (t == steps - 1) {
                        checkSingle(learner);
                    }
                }
            }
        }

        private Map<String, String> options(int stepsPerEpoch) {
            JsonNode hyper = one.get("hyper");
            boolean paper = one.get("name").asText().startsWith("paper");
            Map<String, String> options = new HashMap<>();
            options.put("alpha", hyper.get("alpha").asText());
            options.put("coefficients", paper ? "paper" : "switch");
            options.put("prototypes", "replay");
            options.put("window", Integer.toString(stepsPerEpoch));
            options.put("prototypeMemory", hyper.get(paper ? "epsilon" : "momentum_coef").asText());
            options.put("unmixedRefreshes", paper ? "1" : "2");
            if (paper) {
                options.put("entropyWeight", hyper.get("mu").asText());
                int entropyEpochs = hyper.get("entropy_epochs").asInt();
                options.put("entropySteps", Integer.toString(entropyEpochs * stepsPerEpoch));
            }
            return options;
        }

        private GoldenLearner.Sgd sgd() {
            JsonNode hyper = one.get("hyper");
            return new GoldenLearner.Sgd(
                    hyper.get("lr").asDouble(),
                    hyper.path("momentum").asDouble(0),
                    hyper.path("weight_decay").asDouble(0));
        }

        /** A list without the first ones belongs to the last refreshes. */
        private void checkPrototypes(Pmr method, JsonNode recorded, int epoch, int epochs) {
            boolean fromTheStart = !recorded.get(0).get("when").asText().startsWith("after");
            int index = fromTheStart ? epoch : epoch - epochs + recorded.size() - 1;
            if (index < 0 || index >= recorded.size()) {
                return;
            }
            for (int m = 0; m < modalities().size(); m++) {
                precision.check(
                        recorded.get(index).get("when").asText(),
                        method.prototypes(m),
                        GoldenTensor.of(recorded.get(index).get(modalities().get(m))).data());
            }
        }

        private void check(GoldenLearner learner, StepReport report, JsonNode step, String place) {
            precision.check(
                    place + " joint loss",
                    report.losses().get(ObjectiveStage.JOINT),
                    step.get("joint_ce").asDouble());
            precision.check(place + " loss", report.loss(), step.get("total_loss").asDouble());
            int rows = report.labels().length;
            for (String m : modalities()) {
                Map<String, Double> ours = report.methodMonitors();
                String of = " of " + m;
                precision.check(
                        place + " score" + of,
                        rows * ours.get("prototypeScore." + m),
                        step.get("proto_score_sum").get(m).asDouble());
                compare(place + " ratio" + of, ours, "prototypeRatio.", step, "ratio", m);
                compare(place + " loss" + of, ours, "prototypeLoss.", step, "proto_ce", m);
                compare(
                        place + " entropy" + of,
                        ours,
                        "prototypeEntropy.",
                        step,
                        "proto_entropy",
                        m);
                compare(
                        place + " weight" + of,
                        ours,
                        "prototypeWeight.",
                        step,
                        "weight_proto_ce",
                        m);
                compare(
                        place + " entropy weight" + of,
                        ours,
                        "entropyWeight.",
                        step,
                        "weight_entropy",
                        m);
            }
            if (step.has("grad_at_optimizer")) {
                learner.check(
                        place + " gradient",
                        learner.recorder.finalGradients,
                        GoldenTensor.named(step.get("grad_at_optimizer")));
            }
            if (step.has("param_after")) {
                learner.check(
                        place + " parameter",
                        learner.recorder.parametersAfter,
                        GoldenTensor.named(step.get("param_after")));
            }
        }

        private void compare(
                String place,
                Map<String, Double> ours,
                String monitor,
                JsonNode step,
                String field,
                String modality) {
            precision.check(
                    place, ours.get(monitor + modality), step.get(field).get(modality).asDouble());
        }

        private void checkSingle(GoldenLearner learner) {
            if (precision == Precision.FLOAT32 && one.has("float32")) {
                learner.check(
                        "float32 end",
                        learner.recorder.parametersAfter,
                        GoldenTensor.named(one.get("float32").get("param_after_last_step")));
            }
        }
    }
}
