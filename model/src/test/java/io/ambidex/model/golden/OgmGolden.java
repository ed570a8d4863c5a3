/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.balancing.optimization.ModulationRule;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.monitoring.DiscrepancyRatio;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code ogm.json}: whole runs of the published code and of the formulas, and a table of
 * coefficients.
 */
final class OgmGolden implements GoldenMethod {
    @Override
    public String name() {
        return "ogm";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        List<GoldenCase> cases = new ArrayList<>();
        for (JsonNode one : file.get("cases")) {
            String name = one.get("name").asText();
            String source = one.get("source").toString();
            if (source.contains("BalanceBenchmark")) {
                cases.add(
                        GoldenCase.informationOnly(
                                name, "the toolkit's variant deviates from the method"));
            } else if (source.contains("OGM-GE_CVPR2022")) {
                cases.add(GoldenCase.mustMatch(name, p -> run(file, one, "cvpr", p)));
            } else if (source.contains("T-PAMI")) {
                cases.add(GoldenCase.mustMatch(name, p -> run(file, one, "tpami", p)));
            } else {
                throw GoldenCase.unknown(name);
            }
        }
        int row = 0;
        for (JsonNode one : file.path("coefficient_table")) {
            addTableRow("coefficient_table[" + row++ + "]", one, cases);
        }
        return cases;
    }

    private static void run(JsonNode file, JsonNode one, String rule, Precision precision) {
        JsonNode data = file.get("data").get(one.get("data").asText());
        JsonNode hyper = one.get("hyper");
        GoldenNetwork network = GoldenNetwork.ofData(data);
        GoldenLearner.Sgd sgd = GoldenLearner.Sgd.ofHyper(hyper);
        Map<String, String> options = Map.of("rule", rule, "alpha", hyper.get("alpha").asText());
        try (GoldenLearner learner =
                new GoldenLearner(
                        network,
                        BalancingMethods.create("ogm", options, network.spec().modalities().size()),
                        sgd,
                        precision)) {
            for (int i = 0; i < one.get("steps").size(); i++) {
                JsonNode batch = data.get("batches").get(i % data.get("batches").size());
                StepReport report = learner.step(network.batch(batch, batch.get("label")));
                check(learner, report, one.get("steps").get(i), precision, "step " + i);
                JsonNode single = one.path("float32_steps").path(i);
                if (precision == Precision.FLOAT32 && !single.isMissingNode()) {
                    check(learner, report, single, precision, "float32 step " + i);
                }
            }
        }
    }

    private static void check(
            GoldenLearner learner, StepReport report, JsonNode step, Precision p, String place) {
        MethodRecorder seen = learner.recorder;
        if (step.has("loss")) {
            p.check(place + " loss", report.loss(), step.get("loss").asDouble());
        }
        if (step.has("logits")) {
            p.check(
                    place + " logits",
                    seen.jointLogits,
                    GoldenTensor.of(step.get("logits")).data());
        }
        int m = 0;
        for (String modality : report.modalities().keySet()) {
            String at = place + " " + modality + " ";
            p(p, at, step, "unimodal_loss", modality, -seen.scores.meanLogProbability(m));
            p(p, at, step, "score_sum", modality, seen.scores.sumProbability(m));
            p(p, at, step, "ratio", modality, report.modalities().get(modality).discrepancyRatio());
            p(
                    p,
                    at,
                    step,
                    "coefficient",
                    modality,
                    report.modalities().get(modality).coefficient());
            if (step.has("unimodal_logits")) {
                p.check(
                        at + "logits",
                        seen.splitLogits.get(modality),
                        GoldenTensor.of(step.get("unimodal_logits").get(modality)).data());
            }
            m++;
        }
        if (step.has("grad_raw")) {
            learner.check(
                    place + " raw gradient",
                    seen.rawGradients,
                    GoldenTensor.named(step.get("grad_raw")));
            learner.check(
                    place + " gradient",
                    seen.finalGradients,
                    GoldenTensor.named(step.get("grad_modulated")));
            Map<String, double[]> deviations = new LinkedHashMap<>();
            seen.noiseDeviations.forEach((k, v) -> deviations.put(k, new double[] {v}));
            Map<String, GoldenTensor> expected = new LinkedHashMap<>();
            step.get("ge_noise_std")
                    .properties()
                    .forEach(
                            e ->
                                    expected.put(
                                            e.getKey(),
                                            new GoldenTensor(
                                                    new long[0],
                                                    new double[] {e.getValue().asDouble()})));
            learner.check(place + " noise", deviations, expected);
        }
        if (step.has("param_after")) {
            learner.check(
                    place + " parameter",
                    seen.parametersAfter,
                    GoldenTensor.named(step.get("param_after")));
        }
    }

    private static void p(
            Precision precision,
            String at,
            JsonNode step,
            String what,
            String modality,
            double actual) {
        if (step.path(what).has(modality)) {
            precision.check(at + what, actual, step.get(what).get(modality).asDouble());
        }
    }

    /** The published code damps one of two equal modalities; we leave both, as the paper says. */
    private static void addTableRow(String name, JsonNode row, List<GoldenCase> cases) {
        double[] scores = values(row.get("score_sum"));
        double alpha = row.get("alpha").asDouble();
        boolean equal = scores.length == 2 && scores[0] == scores[1];
        if (equal) {
            cases.add(
                    GoldenCase.informationOnly(
                            name + " cvpr", "equal scores: the code damps one, the paper none"));
        }
        cases.add(
                GoldenCase.mustMatch(
                        name,
                        p -> {
                            double[] ratios = DiscrepancyRatio.of(scores);
                            checkRule(row, "tpami", ModulationRule.TPAMI, ratios, alpha, p);
                            if (!equal) {
                                checkRule(row, "cvpr", ModulationRule.CVPR, ratios, alpha, p);
                            }
                        }));
    }

    private static void checkRule(
            JsonNode row,
            String prefix,
            ModulationRule rule,
            double[] ratios,
            double alpha,
            Precision precision) {
        if (row.has(prefix + "_ratio")) {
            precision.check(prefix + " ratio", ratios, inOrder(row, prefix + "_ratio"));
            precision.check(
                    prefix + " coefficient",
                    rule.coefficients(ratios, alpha),
                    inOrder(row, prefix + "_coefficient"));
        }
    }

    private static double[] values(JsonNode object) {
        List<Double> values = new ArrayList<>();
        object.forEach(node -> values.add(node.asDouble()));
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The file names the modalities in varying order. */
    private static double[] inOrder(JsonNode row, String field) {
        List<Double> values = new ArrayList<>();
        row.get("score_sum")
                .fieldNames()
                .forEachRemaining(m -> values.add(row.get(field).get(m).asDouble()));
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
