/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.BalancingMethodProvider;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.StepRandom;
import io.ambidex.model.balancing.forward.DropProbabilities;
import io.ambidex.model.balancing.forward.Opm;
import io.ambidex.model.learning.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code opm.json}: training with recorded draws, and a table of drop probabilities. */
final class OpmGolden implements GoldenMethod {
    @Override
    public String name() {
        return "opm";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        return GoldenCase.all(file, OpmGolden::judge);
    }

    private static GoldenCase judge(GoldenCase.Described one) {
        boolean ours = one.variant().equals("recommended") || one.variant().equals("official");
        if (one.variant().equals("official_released") || one.variant().equals("balancebenchmark")) {
            return one.informationOnly(one.json().get("notes").asText());
        }
        if (ours && one.isTraining()) {
            return one.mustMatch(p -> train(one.json(), p));
        }
        if (ours && one.kind().equals("unit")) {
            return one.mustMatch(p -> dropProbabilities(one.json(), p));
        }
        throw one.unknown();
    }

    private static void dropProbabilities(JsonNode one, Precision precision) {
        for (JsonNode item : one.get("items")) {
            double[] ratios = DropProbabilities.ratios(GoldenTensor.of(item.get("scores")).data());
            double[] q =
                    new DropProbabilities(
                                    item.get("q_base").asDouble(), item.get("lambda").asDouble())
                            .of(ratios);
            precision.check(item.toString(), q, GoldenTensor.of(item.get("q")).data());
        }
    }

    private static void train(JsonNode one, Precision precision) {
        JsonNode hyper = one.get("hyper");
        Map<String, String> options =
                Map.of(
                        "baseDropProbability", hyper.get("q_base").asText(),
                        "dropSlope", hyper.get("lambda").asText(),
                        "executionProbability", hyper.get("p_exe").asText(),
                        "warmUpSteps", hyper.get("warm_up_over").asBoolean() ? "0" : "1000000",
                        "smallBatchSmoothing", "0");
        BalancingMethodProvider provider = new Opm.Provider();
        RecordedDraws draws = new RecordedDraws(one.get("steps"));
        GoldenNetwork network = GoldenNetwork.ofLayers(one.get("model"), one.get("init_params"));
        GoldenLearner.Sgd sgd = GoldenLearner.Sgd.of(one.get("optimizer"));
        try (GoldenLearner learner =
                new GoldenLearner(
                        network,
                        new Opm(MethodOptions.parse("opm", provider.options(), options), draws),
                        sgd,
                        precision)) {
            learner.takeSteps(one.get("steps"), OpmGolden::check);
        }
    }

    private static void check(
            GoldenLearner learner, StepReport report, JsonNode e, Precision p, String place) {
        MethodRecorder seen = learner.recorder;
        List<String> modalities = List.copyOf(report.modalities().keySet());
        Map<String, Double> monitors = report.methodMonitors();
        boolean executed = monitors.get("executed") == 1;
        if (executed != e.get("executed").asBoolean()) {
            throw new AssertionError(place + ": executed was " + executed);
        }
        double[] scores = new double[modalities.size()];
        double[] q = new double[modalities.size()];
        for (int m = 0; m < scores.length; m++) {
            scores[m] = seen.scores.sumProbability(m);
            q[m] = monitors.get("dropProbability." + modalities.get(m));
        }
        p.check(place + " scores", scores, GoldenTensor.of(e.get("scores")).data());
        p.check(
                place + " ratios",
                DropProbabilities.ratios(scores),
                GoldenTensor.of(e.get("ratios")).data());
        p.check(place + " q", q, GoldenTensor.of(e.get("q")).data());
        p.check(place + " theta", monitors.get("theta"), e.get("theta").asDouble());
        p.check(place + " loss", report.loss(), e.get("loss").asDouble());
        double[] kept = GoldenTensor.of(e.get("kept_rows")).data();
        p.check(
                place + " logits",
                rows(seen.jointLogits, kept),
                GoldenTensor.of(e.get("logits")).data());
        learner.checkUpdate(place, e);
    }

    /** The file lists the logits of the rows that are left. */
    private static double[] rows(double[] logits, double[] kept) {
        int classes = logits.length / kept.length;
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < logits.length; i++) {
            if (kept[i / classes] == 1) {
                values.add(logits[i]);
            }
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The draws of the file instead of random ones. */
    private record RecordedDraws(JsonNode steps) implements Opm.Draws {
        private JsonNode recorded(StepRandom random) {
            return steps.get((int) random.step() - 1).get("recorded");
        }

        @Override
        public double execution(StepRandom random) {
            return recorded(random).get("execute_draw").asDouble();
        }

        @Override
        public boolean keeps(StepRandom random, int row, int modality, double q) {
            GoldenTensor mask = GoldenTensor.of(recorded(random).get("mask_keep"));
            return mask.row(row)[modality] == 1;
        }
    }
}
