/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.objective.ParetoWeights;
import java.util.List;
import java.util.Map;

/** {@code mmpareto.json}: training with separate heads, and the solver for two gradients. */
final class MmParetoGolden implements GoldenMethod {
    @Override
    public String name() {
        return "mmpareto";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        return GoldenCase.all(file, MmParetoGolden::judge);
    }

    private static GoldenCase judge(GoldenCase.Described one) {
        if (one.variant().equals("balancebenchmark")) {
            return one.informationOnly("the toolkit never clears gradients between its passes");
        }
        if (one.name().startsWith("min_norm_three")) {
            return one.informationOnly("an encoder has two losses whatever M is: no need for it");
        }
        if (one.isTraining()) {
            return one.mustMatch(p -> train(new TrainingCase(one.json()), p));
        }
        if (one.name().startsWith("min_norm_two")) {
            return one.mustMatch(p -> solve(one.json(), p));
        }
        throw one.unknown();
    }

    private static void train(TrainingCase one, Precision precision) {
        Map<String, String> options =
                Map.of("gamma", one.hyper("gamma"), "smallBatchSmoothing", "0");
        one.run("mmpareto", options, precision, MmParetoGolden::check);
    }

    private static void check(TrainingCase.Seen seen, JsonNode expected) {
        seen.checkLosses(
                expected.get("losses"),
                name ->
                        name.equals("multimodal")
                                ? ObjectiveStage.JOINT
                                : ObjectiveStage.unimodal(name));
        seen.checkMonitors("cosine", expected.get("cosine"));
        Map<String, Double> monitors = seen.report().methodMonitors();
        expected.get("pareto_weights")
                .properties()
                .forEach(
                        e ->
                                seen.check(
                                        "weight " + e.getKey(),
                                        monitors.get("paretoWeight." + e.getKey()),
                                        e.getValue().get("data").get(1)));
        expected.get("tensor_rescale")
                .properties()
                .forEach(
                        e -> {
                            double largest = 1;
                            for (JsonNode factor : e.getValue()) {
                                largest = Math.max(largest, factor.asDouble());
                            }
                            seen.precision()
                                    .check(
                                            seen.place() + " rescale " + e.getKey(),
                                            monitors.get("rescale." + e.getKey()),
                                            largest);
                        });
    }

    private static void solve(JsonNode one, Precision precision) {
        for (JsonNode item : one.get("items")) {
            double[] g = GoldenTensor.of(item.get("v1")).data();
            double[] h = GoldenTensor.of(item.get("v2")).data();
            ParetoWeights weights =
                    ParetoWeights.minimumNorm(product(g, g), product(h, h), product(g, h));
            precision.check(
                    item.get("kind").asText(),
                    new double[] {weights.first(), weights.second()},
                    GoldenTensor.of(item.get("weights")).data());
        }
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
