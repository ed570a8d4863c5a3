/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.balancing.optimization.PrimeLearningWindow;
import io.ambidex.model.balancing.optimization.RegulationStrength;
import io.ambidex.model.learning.StepReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code inforeg.json}: both releases of the code, the paper's formulas, the streaming form, and
 * two tables.
 */
final class InfoRegGolden implements GoldenMethod {
    @Override
    public String name() {
        return "inforeg";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        List<GoldenCase> cases = new ArrayList<>();
        for (JsonNode one : file.get("cases")) {
            String name = one.get("name").asText();
            if (name.startsWith("official_")) {
                cases.add(GoldenCase.mustMatch(name, p -> new Run(file, one, p).published()));
            } else if (name.startsWith("paper_")) {
                cases.add(GoldenCase.mustMatch(name, p -> new Run(file, one, p).windows(false)));
            } else if (name.startsWith("recommended_stream")) {
                cases.add(GoldenCase.mustMatch(name, p -> new Run(file, one, p).windows(true)));
            } else {
                throw GoldenCase.unknown(name);
            }
        }
        if (file.has("gate_table")) {
            cases.add(GoldenCase.mustMatch("gate_table", p -> gates(file.get("gate_table"), p)));
        }
        if (file.has("alpha_table")) {
            cases.add(GoldenCase.mustMatch("alpha_table", p -> alphas(file.get("alpha_table"), p)));
        }
        return cases;
    }

    private static void gates(JsonNode table, Precision precision) {
        PrimeLearningWindow official = new PrimeLearningWindow(10, 0.05, true);
        PrimeLearningWindow paper = new PrimeLearningWindow(1, 0.04, false);
        PrimeLearningWindow shortHistory = new PrimeLearningWindow(3, 0.04, true);
        PrimeLearningWindow longHistory = new PrimeLearningWindow(10, 0.04, true);
        double[] traces = GoldenTensor.numbers(table.get("trace_history"));
        for (int t = 0; t < table.get("rows").size(); t++) {
            JsonNode row = table.get("rows").get(t);
            String place = "window " + t;
            precision.check(place, official.rate(), row.get("official_k").asDouble());
            same(place, official.isOpen(), row.get("official_open").asBoolean());
            if (!row.get("paper_rate").isNull()) {
                precision.check(place, paper.rate(), row.get("paper_rate").asDouble());
            }
            same(place, paper.isOpen(), row.get("paper_open").asBoolean());
            precision.check(place, shortHistory.rate(), row.get("stream_rate_L3").asDouble());
            precision.check(place, longHistory.rate(), row.get("stream_rate_L10").asDouble());
            if (t < traces.length) {
                for (PrimeLearningWindow window :
                        List.of(official, paper, shortHistory, longHistory)) {
                    window.add(traces[t]);
                }
            }
        }
    }

    private static void alphas(JsonNode table, Precision precision) {
        for (JsonNode row : table) {
            double gap = row.get("gap").asDouble();
            String place = "gap " + gap;
            precision.check(
                    place,
                    RegulationStrength.paper(gap, 0.9),
                    row.get("paper_alpha_beta0_9").asDouble());
            precision.check(
                    place,
                    RegulationStrength.published(gap, 0.95),
                    row.get("official_audio").asDouble());
            precision.check(
                    place,
                    RegulationStrength.published(gap, 0.1),
                    row.get("official_visual").asDouble());
        }
    }

    private static void same(String place, boolean actual, boolean expected) {
        if (actual != expected) {
            throw new AssertionError(place + ": open was " + actual + ", expected " + expected);
        }
    }

    /** One training case. */
    private static final class Run {
        private final JsonNode one;
        private final Precision precision;
        private final JsonNode batches;
        private final List<String> modalities = new ArrayList<>();
        private final GoldenNetwork network;
        private final Map<String, GoldenTensor> heads = new LinkedHashMap<>();
        private final Map<String, String> options = new HashMap<>();

        Run(JsonNode file, JsonNode one, Precision precision) {
            this.one = one;
            this.precision = precision;
            JsonNode data = file.get("data").get(one.get("data").asText());
            data.get("modalities").forEach(node -> modalities.add(node.asText()));
            JsonNode base =
                    data.has("same_as") ? file.get("data").get(data.get("same_as").asText()) : data;
            batches = base.get("batches");
            network =
                    GoldenNetwork.ofParameters(
                            modalities, GoldenTensor.named(base.get("init")), batches.get(0));
            readHeads(data.path("extra_init"));
        }

        /** The files name the heads after the code's modalities, in our order. */
        private void readHeads(JsonNode extra) {
            List<String> theirs = new ArrayList<>();
            extra.fieldNames()
                    .forEachRemaining(
                            name -> {
                                String head = name.substring(0, name.indexOf('.'));
                                if (!theirs.contains(head)) {
                                    theirs.add(head);
                                }
                            });
            for (int m = 0; m < theirs.size(); m++) {
                for (String tensor : List.of(".weight", ".bias")) {
                    String ours = "head_" + modalities.get(m) + tensor;
                    heads.put(ours, GoldenTensor.of(extra.get(theirs.get(m) + tensor)));
                    network.ours().put(theirs.get(m) + tensor, ours);
                }
            }
        }

        private GoldenLearner learner() {
            JsonNode hyper = one.get("hyper");
            GoldenLearner.Sgd sgd =
                    new GoldenLearner.Sgd(
                            hyper.get("lr").asDouble(),
                            hyper.get("momentum").asDouble(),
                            hyper.get("weight_decay").asDouble());
            return new GoldenLearner(
                    network,
                    BalancingMethods.create("inforeg", options, modalities.size()),
                    heads,
                    sgd,
                    precision);
        }

        private StepReport step(GoldenLearner learner, int number) {
            JsonNode batch = batches.get(number % batches.size());
            return learner.step(network.batch(batch, batch.get("label")));
        }

        void windows(boolean startsOpen) {
            JsonNode hyper = one.get("hyper");
            options.put("L", hyper.get("moving_average_windows").asText());
            options.put("startsOpen", Boolean.toString(startsOpen));
            options.put("K", hyper.get("K").asText());
            options.put("beta", hyper.get("beta").asText());
            options.put("unimodalLossWeight", hyper.get("unimodal_loss_weight").asText());
            options.put("window", hyper.get("steps_per_window").asText());
            int number = 0;
            try (GoldenLearner learner = learner()) {
                for (JsonNode window : one.get("windows")) {
                    Map<String, Double> traces = new HashMap<>();
                    for (JsonNode step : window.get("steps")) {
                        String place = "window " + window.get("window") + " step " + number;
                        StepReport report = step(learner, number++);
                        checkGates(place, window, report);
                        checkStep(place, step, learner, report);
                        for (String m : modalities) {
                            traces.merge(m, report.methodMonitors().get("trace." + m), Double::sum);
                        }
                    }
                    for (String m : modalities) {
                        precision.check(
                                "trace of " + m + " after window " + window.get("window"),
                                traces.get(m) / window.get("steps").size(),
                                window.get("trace_after_window").get(m).asDouble());
                    }
                }
            }
        }

        private void checkGates(String place, JsonNode window, StepReport report) {
            for (String m : modalities) {
                same(
                        place + " gate of " + m,
                        report.modalities().get(m).primeLearningWindow(),
                        window.get("gate").get(m).asBoolean());
                JsonNode rate = window.get("rate").get(m);
                if (!rate.isNull()) {
                    precision.check(
                            place + " rate of " + m,
                            report.methodMonitors().get("rate." + m),
                            rate.asDouble());
                }
            }
        }

        private void checkStep(
                String place, JsonNode step, GoldenLearner learner, StepReport report) {
            precision.check(
                    place + " loss", report.losses().get("joint"), step.get("loss").asDouble());
            for (int m = 0; m < modalities.size(); m++) {
                String name = modalities.get(m);
                String at = place + " " + name + " ";
                precision.check(
                        at + "score",
                        learner.recorder.scores.meanLogProbability(m),
                        step.get("score_mean_log_prob").get(name).asDouble());
                precision.check(
                        at + "gap",
                        report.methodMonitors().get("lead." + name),
                        step.get("gap").get(name).asDouble());
                precision.check(
                        at + "alpha",
                        report.methodMonitors().get("regulation." + name),
                        step.get("alpha").get(name).asDouble());
            }
            checkTensors(place, step, learner);
        }

        private void checkTensors(String place, JsonNode step, GoldenLearner learner) {
            MethodRecorder seen = learner.recorder;
            if (step.has("grad_before_regulation")) {
                learner.check(
                        place + " raw gradient",
                        seen.rawGradients,
                        GoldenTensor.named(step.get("grad_before_regulation")));
            }
            if (step.has("grad_after_regulation")) {
                learner.check(
                        place + " gradient",
                        seen.finalGradients,
                        GoldenTensor.named(step.get("grad_after_regulation")));
            }
            if (step.has("param_after")) {
                learner.check(
                        place + " parameter",
                        seen.parametersAfter,
                        GoldenTensor.named(step.get("param_after")));
            }
            if (step.has("logits")) {
                precision.check(
                        place + " logits",
                        seen.jointLogits,
                        GoldenTensor.of(step.get("logits")).data());
            }
        }

        void published() {
            JsonNode hyper = one.get("hyper");
            boolean separateHeads = !heads.isEmpty();
            options.put("variant", "published");
            options.put("window", Integer.toString(one.get("epochs").get(0).get("steps").size()));
            options.put("L", hyper.get("moving_average_epochs").asText());
            options.put("publishedThreshold", hyper.get("window_threshold").asText());
            options.put("firstCoefficient", hyper.get("coefficient_" + modalities.get(0)).asText());
            // The first release repeats the condition of the first branch: the second is dead.
            options.put(
                    "secondCoefficient",
                    separateHeads ? "0" : hyper.get("coefficient_" + modalities.get(1)).asText());
            options.put("unimodalHeads", separateHeads ? "separate" : "split");
            int number = 0;
            try (GoldenLearner learner = learner()) {
                for (JsonNode epoch : one.get("epochs")) {
                    double[] traces = new double[modalities.size()];
                    for (JsonNode step : epoch.get("steps")) {
                        String place = "epoch " + epoch.get("epoch") + " step " + number;
                        StepReport report = step(learner, number++);
                        checkPublished(place, epoch, step, learner, report);
                        for (int m = 0; m < traces.length; m++) {
                            traces[m] += report.methodMonitors().get("trace." + modalities.get(m));
                        }
                    }
                    for (int m = 0; m < traces.length; m++) {
                        precision.check(
                                "trace of epoch " + epoch.get("epoch"),
                                traces[m],
                                epoch.get("trace").get(modalities.get(m)).asDouble());
                    }
                }
                if (precision == Precision.FLOAT32) {
                    learner.check(
                            "float32 end",
                            learner.recorder.parametersAfter,
                            GoldenTensor.named(one.get("float32").get("param_after_last_step")));
                }
            }
        }

        private void checkPublished(
                String place,
                JsonNode epoch,
                JsonNode step,
                GoldenLearner learner,
                StepReport report) {
            Map<String, Double> monitors = report.methodMonitors();
            precision.check(place + " k", monitors.get("rate"), epoch.get("k").asDouble());
            same(
                    place,
                    report.modalities().get(modalities.get(0)).primeLearningWindow(),
                    epoch.get("window_open").asBoolean());
            precision.check(
                    place + " loss", report.losses().get("joint"), step.get("loss").asDouble());
            for (String m : modalities) {
                precision.check(
                        place + " score of " + m,
                        monitors.get("score." + m),
                        step.get("score_" + m).asDouble());
                precision.check(
                        place + " strength of " + m,
                        monitors.get("regulation." + m),
                        step.get("beta_" + m).asDouble());
                precision.check(
                        place + " loss of " + m,
                        report.losses().get("unimodal." + m),
                        step.get("loss_" + m).asDouble());
            }
            checkTensors(place, step, learner);
        }
    }
}
