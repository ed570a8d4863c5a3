/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.balancing.optimization.ContributionRule;
import io.ambidex.model.learning.StepReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code agm.json}: runs of the published code and of our form, and a table of factors. */
final class AgmGolden implements GoldenMethod {
    @Override
    public String name() {
        return "agm";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        List<GoldenCase> cases = new ArrayList<>();
        for (JsonNode one : file.get("cases")) {
            String name = one.get("name").asText();
            if (one.get("source").toString().contains("BalanceBenchmark")) {
                cases.add(
                        GoldenCase.informationOnly(
                                name,
                                "the toolkit reverses the sign and leaves out a term of the Shapley"
                                        + " values"));
            } else if (name.startsWith("official")) {
                cases.add(GoldenCase.mustMatch(name, p -> run(file, one, "coalitions", p)));
            } else if (name.startsWith("recommended")) {
                cases.add(GoldenCase.mustMatch(name, p -> run(file, one, "direct", p)));
            } else {
                throw GoldenCase.unknown(name);
            }
        }
        int row = 0;
        for (JsonNode one : file.path("coefficient_table")) {
            cases.add(
                    GoldenCase.mustMatch(
                            "coefficient_table[" + row++ + "]", p -> checkRow(one, p)));
        }
        return cases;
    }

    private static void checkRow(JsonNode row, Precision p) {
        ContributionRule rule =
                new ContributionRule(row.get("alpha").asDouble(), row.get("cap").asDouble());
        double[] ratios = ContributionRule.ratios(GoldenTensor.of(row.get("score")).data());
        double[] usual = ContributionRule.ratios(GoldenTensor.of(row.get("running")).data());
        p.check("ratio", ratios, GoldenTensor.of(row.get("ratio")).data());
        p.check("optimal ratio", usual, GoldenTensor.of(row.get("optimal_ratio")).data());
        p.check(
                "coefficient",
                rule.coefficients(ratios, usual),
                GoldenTensor.of(row.get("coefficient")).data());
    }

    private static void run(JsonNode file, JsonNode one, String mechanism, Precision precision) {
        JsonNode data = file.get("data").get(one.get("data").asText());
        JsonNode hyper = one.get("hyper");
        GoldenNetwork network = GoldenNetwork.ofData(data);
        GoldenLearner.Sgd sgd = GoldenLearner.Sgd.ofHyper(hyper);
        Map<String, String> options = new HashMap<>();
        options.put("mechanism", mechanism);
        options.put("alpha", hyper.get("alpha").asText());
        options.put("exponentCap", hyper.get("exponent_cap").asText());
        options.put("averageSteps", "0");
        if (hyper.get("clip").asText().equals("none")) {
            options.put("clipThreshold", "0");
        }
        try (GoldenLearner learner =
                new GoldenLearner(
                        network,
                        BalancingMethods.create("agm", options, network.spec().modalities().size()),
                        sgd,
                        precision)) {
            for (int i = 0; i < one.get("steps").size(); i++) {
                JsonNode batch = data.get("batches").get(i % data.get("batches").size());
                StepReport report = learner.step(network.batch(batch, batch.get("label")));
                check(learner, report, one.get("steps").get(i), precision, "step " + i);
            }
            JsonNode last = one.path("float32").path("param_after_last_step");
            if (precision == Precision.FLOAT32 && !last.isMissingNode()) {
                learner.check(
                        "float32 parameter",
                        learner.recorder.parametersAfter,
                        GoldenTensor.named(last));
            }
        }
    }

    private static void check(
            GoldenLearner learner, StepReport report, JsonNode step, Precision p, String place) {
        Map<String, Double> monitors = report.methodMonitors();
        p.check(place + " loss", report.loss(), step.get("loss").asDouble());
        for (String modality : report.modalities().keySet()) {
            String at = place + " " + modality + " ";
            check(p, at, step, "score", modality, monitors.get("agm.score." + modality));
            check(p, at, step, "ratio", modality, monitors.get("agm.ratio." + modality));
            check(
                    p,
                    at,
                    step,
                    "optimal_ratio",
                    modality,
                    monitors.get("agm.usualRatio." + modality));
            check(
                    p,
                    at,
                    step,
                    "coefficient",
                    modality,
                    report.modalities().get(modality).coefficient());
            check(
                    p,
                    at,
                    step,
                    "running_score_after",
                    modality,
                    monitors.get("agm.level." + modality));
        }
        boolean clipped = monitors.getOrDefault("agm.clipped", 0.0) == 1;
        if (clipped != step.get("clipped").asBoolean()) {
            throw new AssertionError(place + ": clipped was " + clipped);
        }
        p.check(
                place + " gradient norm",
                clipped ? monitors.get("agm.gradientNorm") : norm(learner.recorder.finalGradients),
                step.get("grad_norm_before_clip").asDouble());
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

    private static double norm(Map<String, double[]> gradients) {
        double squared = 0;
        for (double[] gradient : gradients.values()) {
            for (double value : gradient) {
                squared += value * value;
            }
        }
        return Math.sqrt(squared);
    }

    private static void check(
            Precision p, String at, JsonNode step, String what, String modality, double actual) {
        p.check(at + what, actual, step.get(what).get(modality).asDouble());
    }
}
