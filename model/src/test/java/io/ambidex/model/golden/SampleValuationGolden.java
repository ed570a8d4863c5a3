/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.EvaluationPass;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.InputStage;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.input.ModalityValues;
import io.ambidex.model.balancing.input.ResamplingRule;
import io.ambidex.model.balancing.input.SampleValuation;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.monitoring.ShapleyValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code sample_valuation.json}: tables of contributions, valuation and replays of a whole set, and
 * training on masked examples.
 */
final class SampleValuationGolden implements GoldenMethod {
    @Override
    public String name() {
        return "sample_valuation";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        List<GoldenCase> cases = new ArrayList<>();
        JsonNode valuation = null;
        for (JsonNode one : file.get("cases")) {
            String name = one.get("name").asText();
            String kind = one.get("kind").asText();
            if (kind.equals("unit")) {
                cases.add(GoldenCase.mustMatch(name, p -> table(one, p)));
            } else if (kind.equals("training")) {
                cases.add(GoldenCase.mustMatch(name, p -> maskedTraining(one, p)));
            } else if (kind.equals("pipeline") && one.has("init_params")) {
                valuation = one;
                cases.add(GoldenCase.mustMatch(name, p -> new Valuation(one, p).run()));
            } else if (kind.equals("pipeline") && valuation != null) {
                JsonNode before = valuation.get("expected").get("f64");
                cases.add(GoldenCase.mustMatch(name, p -> modalityLevel(one, before, p)));
            } else {
                throw GoldenCase.unknown(name);
            }
        }
        return cases;
    }

    private static void table(JsonNode one, Precision precision) {
        for (JsonNode item : one.get("items")) {
            List<String> names = new ArrayList<>();
            item.get("correct").fieldNames().forEachRemaining(names::add);
            List<String> modalities = names.stream().filter(n -> !n.contains("+")).toList();
            double[] worths = new double[1 << modalities.size()];
            for (String name : names) {
                int coalition = coalition(name, modalities);
                worths[coalition] =
                        item.get("correct").get(name).asInt() * Integer.bitCount(coalition);
            }
            double[] values = ShapleyValues.of(worths);
            precision.check(item + " phi", values, GoldenTensor.of(item.get("phi")).data());
            precision.check(
                    item + " copies", copies(values), GoldenTensor.of(item.get("copies")).data());
        }
    }

    private static int coalition(String name, List<String> modalities) {
        int coalition = 0;
        for (String member : name.split("\\+")) {
            coalition |= 1 << modalities.indexOf(member);
        }
        return coalition;
    }

    private static double[] copies(double[] values) {
        return Arrays.stream(values).map(ResamplingRule::copies).toArray();
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    private static MethodOptions options(Map<String, String> options) {
        return MethodOptions.parse(
                "sample-valuation", new SampleValuation.Provider().options(), options);
    }

    /** Valuation with the real learner, and the replays that its next step takes. */
    private record Valuation(JsonNode one, Precision precision) {
        void run() {
            GoldenNetwork network =
                    GoldenNetwork.ofLayers(one.get("model"), one.get("init_params"));
            MiniBatch set = network.batch(one.get("inputs"), one.get("labels"));
            Seen seen = new Seen();
            Map<String, String> all = Map.of("warmUpSteps", "0", "replayShare", "10");
            // So small a rate that the weights stay.
            GoldenLearner.Sgd still = new GoldenLearner.Sgd(Double.MIN_NORMAL, 0, 0);
            try (GoldenLearner probe = new GoldenLearner(network, seen, still, precision);
                    GoldenLearner learner =
                            new GoldenLearner(
                                    network, new SampleValuation(options(all)), still, precision)) {
                probe.step(set);
                checkValues(seen, network);
                StepReport report = learner.step(set);
                JsonNode means = one.get("expected").get("f64").get("mean_phi");
                for (int m = 0; m < set.modalities(); m++) {
                    precision.check(
                            "mean phi",
                            report.methodMonitors()
                                    .get("contribution." + network.spec().modalityNames().get(m)),
                            GoldenTensor.of(means).data()[m]);
                }
                learner.step(set);
                checkReplays(learner.recorder.batch, set);
            }
        }

        private void checkValues(Seen seen, GoldenNetwork network) {
            List<String> names = network.spec().modalityNames();
            JsonNode expected = one.get("expected").get("f64");
            expected.get("logits")
                    .properties()
                    .forEach(
                            e ->
                                    precision.check(
                                            "logits of " + e.getKey(),
                                            seen.logits.get(coalition(e.getKey(), names)),
                                            GoldenTensor.of(e.getValue()).data()));
            precision.check("phi", flat(seen.values), GoldenTensor.of(expected.get("phi")).data());
            precision.check(
                    "copies",
                    copies(flat(seen.values)),
                    GoldenTensor.of(expected.get("copies")).data());
        }

        /** The file lists the examples themselves, then their replays; code 1 keeps the second. */
        private void checkReplays(MiniBatch batch, MiniBatch set) {
            JsonNode expected = one.get("expected").get("f64").get("resampled_set");
            double[] index = GoldenTensor.of(expected.get("sample_index")).data();
            double[] drop = GoldenTensor.of(expected.get("drop_code")).data();
            precision.check("number of examples", batch.size(), index.length);
            for (int i = 0; i < index.length; i++) {
                precision.check("example", batch.examples().get(i).number(), index[i]);
                for (int m = 0; m < set.modalities(); m++) {
                    boolean kept = drop[i] == 0 || m == set.modalities() - (int) drop[i];
                    if (batch.isPresent(i, m) != kept) {
                        throw new AssertionError("entry " + i + ": modality " + m);
                    }
                }
            }
        }
    }

    /** Looks at the coalitions and the values of a batch. */
    private static final class Seen implements BalancingMethod {
        private final Map<Integer, double[]> logits = new HashMap<>();
        private double[][] values;

        @Override
        public MiniBatch selectExamples(InputStage stage) {
            try (EvaluationPass pass = stage.evaluate(stage.fresh().examples())) {
                for (int s = 1; s < 1 << stage.modalities().size(); s++) {
                    logits.put(s, HostValues.of(pass.coalitionLogits(s)));
                }
                values = ModalityValues.of(pass, stage.random());
            }
            return stage.fresh();
        }
    }

    private static void modalityLevel(JsonNode one, JsonNode before, Precision precision) {
        GoldenTensor values = GoldenTensor.of(before.get("phi"));
        int modalities = values.data().length / values.rows();
        double[] chosen = GoldenTensor.of(one.get("recorded").get("subset_choice")).data();
        double[] means = new double[modalities];
        for (double row : chosen) {
            for (int m = 0; m < modalities; m++) {
                means[m] += values.data()[(int) row * modalities + m] / chosen.length;
            }
        }
        JsonNode expected = one.get("expected");
        precision.check(
                "subset mean", means, GoldenTensor.of(expected.get("subset_mean_phi")).data());
        double alpha = one.get("hyper").get("alpha").asDouble();
        double probability = ResamplingRule.probability(means, alpha, "linear");
        precision.check("difference", probability, expected.get("difference").asDouble());
        precision.check(
                "replays",
                (int) (probability * values.rows()),
                expected.get("resample_count").asInt());
        precision.check(
                "kept modality",
                ResamplingRule.weakest(means),
                modalities - expected.get("drop_code").asInt());
    }

    /** A replay is an example of which some modalities are left; here with the file's choice. */
    private static void maskedTraining(JsonNode one, Precision precision) {
        GoldenNetwork network = GoldenNetwork.ofLayers(one.get("model"), one.get("init_params"));
        GoldenLearner.Sgd sgd = GoldenLearner.Sgd.of(one.get("optimizer"));
        try (GoldenLearner learner =
                new GoldenLearner(
                        network, new SampleValuation(options(Map.of())), sgd, precision)) {
            learner.takeSteps(
                    one.get("steps"), step -> masked(network, step), SampleValuationGolden::check);
        }
    }

    private static MiniBatch masked(GoldenNetwork network, JsonNode step) {
        MiniBatch whole = network.batch(step.get("inputs"), step.get("labels"));
        GoldenTensor keep = GoldenTensor.of(step.get("recorded").get("keep"));
        MiniBatch.Builder masked = MiniBatch.builder(whole.modalities());
        for (int i = 0; i < whole.size(); i++) {
            float[] row = keep.row(i);
            masked.add(whole.examples().get(i).replayOf(m -> row[m] == 1));
        }
        return masked.build();
    }

    private static void check(
            GoldenLearner learner,
            StepReport report,
            JsonNode expected,
            Precision precision,
            String place) {
        precision.check(
                place + " loss",
                report.losses().get(ObjectiveStage.JOINT),
                expected.get("loss").asDouble());
        precision.check(
                place + " logits",
                learner.recorder.jointLogits,
                GoldenTensor.of(expected.get("logits")).data());
        learner.checkUpdate(place, expected);
    }
}
