/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.network.Fusions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code reconboost.json}: stages of the published loop. */
final class ReconBoostGolden implements GoldenMethod {
    @Override
    public String name() {
        return "reconboost";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        List<GoldenCase> cases = new ArrayList<>();
        for (JsonNode one : file.get("cases")) {
            String name = one.get("name").asText();
            if (name.startsWith("official_")) {
                cases.add(GoldenCase.mustMatch(name, p -> new Run(file, one, p).run()));
            } else if (name.startsWith("balancemm")) {
                cases.add(
                        GoldenCase.informationOnly(
                                name,
                                "the toolkit has a linear head and one optimizer for all phases"));
            } else {
                throw GoldenCase.unknown(name);
            }
        }
        return cases;
    }

    /** One case in one precision. */
    private static final class Run {
        private final JsonNode one;
        private final JsonNode data;
        private final Precision precision;
        private final List<String> modalities = new ArrayList<>();

        Run(JsonNode file, JsonNode one, Precision precision) {
            this.one = one;
            this.precision = precision;
            data = file.get("data").get(one.get("data").asText());
            data.get("modalities").forEach(modality -> modalities.add(modality.asText()));
        }

        void run() {
            JsonNode hyper = one.get("hyper");
            GoldenNetwork network = network(hyper.get("boost_rate_init").asDouble());
            GoldenLearner.Sgd sgd =
                    new GoldenLearner.Sgd(
                            hyper.get("lr").asDouble(),
                            hyper.get("momentum").asDouble(),
                            hyper.get("weight_decay").asDouble());
            try (GoldenLearner learner =
                    new GoldenLearner(
                            network,
                            BalancingMethods.create(
                                    "reconboost", options(hyper), modalities.size()),
                            sgd,
                            precision)) {
                JsonNode batches = data.get("batches");
                int index = 0;
                for (JsonNode step : one.get("steps")) {
                    JsonNode batch = batches.get(index % batches.size());
                    StepReport report = learner.step(network.batch(batch, batch.get("label")));
                    check(learner, report, step, index);
                    index++;
                }
                single(learner);
            }
        }

        private GoldenNetwork network(double boostRate) {
            Map<String, GoldenTensor> initial = new LinkedHashMap<>();
            initial.putAll(GoldenTensor.named(data.get("init")));
            initial.put(
                    Fusions.BOOST_RATE, new GoldenTensor(new long[] {1}, new double[] {boostRate}));
            GoldenNetwork network =
                    GoldenNetwork.ofParameters(modalities, initial, data.get("batches").get(0));
            network.ours().put("boost_rate", Fusions.BOOST_RATE);
            return network;
        }

        private Map<String, String> options(JsonNode hyper) {
            long hidden = GoldenTensor.of(data.get("init").get("head.fc1.weight")).shape()[0];
            Map<String, String> options = new HashMap<>();
            options.put("weight1", hyper.get("weight1").asText());
            options.put("weight2", hyper.get("weight2").asText());
            options.put("unimodalSteps", "0");
            options.put("boostingSteps", stepsOfPhase(1));
            options.put("rectifyingSteps", stepsOfPhase(2));
            options.put("hidden", Long.toString(hidden));
            return options;
        }

        /** Every stage of a file is as long as the first. */
        private String stepsOfPhase(int phase) {
            int count = 0;
            for (JsonNode step : one.get("steps")) {
                boolean first = step.get("stage").asInt() == 0;
                count += first && step.get("phase").asInt() == phase ? 1 : 0;
            }
            return Integer.toString(count);
        }

        private void check(GoldenLearner learner, StepReport report, JsonNode step, int index) {
            String place = "step " + index;
            Map<String, Double> monitors = report.methodMonitors();
            precision.check(
                    place + " phase",
                    monitors.get("reconboost.phase"),
                    step.get("phase").asDouble());
            if (step.has("boosting_loss")) {
                String modality = step.get("modality").asText();
                precision.check(
                        place + " loss", report.loss(), step.get("boosting_loss").asDouble());
                precision.check(
                        place + " logits",
                        learner.recorder.splitLogits.get(modality),
                        GoldenTensor.of(step.get("own_logits")).data());
                precision.check(
                        place + " weight",
                        monitors.get("reconboost.meanWeight"),
                        Arrays.stream(GoldenTensor.of(step.get("per_sample_weight")).data())
                                .average()
                                .orElseThrow());
            } else {
                precision.check(place + " loss", report.loss(), step.get("ce").asDouble());
                precision.check(
                        place + " logits",
                        learner.recorder.jointLogits,
                        GoldenTensor.of(step.get("joint_logits")).data());
            }
            if (step.has("grad")) {
                learner.check(
                        place + " gradient",
                        learner.recorder.finalGradients,
                        GoldenTensor.named(step.get("grad")));
            }
            learner.check(
                    place + " parameter",
                    learner.recorder.parametersAfter,
                    GoldenTensor.named(step.get("param_after")));
        }

        /** The file's own single-precision run. */
        private void single(GoldenLearner learner) {
            if (precision == Precision.FLOAT32 && one.has("float32")) {
                learner.check(
                        "float32 parameter",
                        learner.recorder.parametersAfter,
                        GoldenTensor.named(one.get("float32").get("param_after_last_step")));
            }
        }
    }
}
