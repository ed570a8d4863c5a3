/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.learning.StepReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code mmcosine.json}: training with cosine logits, and rows without length. */
final class MmCosineGolden implements GoldenMethod {
    @Override
    public String name() {
        return "mmcosine";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        List<GoldenCase> cases = new ArrayList<>();
        for (JsonNode one : file.get("cases")) {
            String name = one.get("name").asText();
            switch (one.get("kind").asText()) {
                case "training" -> cases.add(GoldenCase.mustMatch(name, p -> train(one, p)));
                case "unit" -> cases.add(GoldenCase.mustMatch(name, p -> rows(one, p)));
                default -> throw GoldenCase.unknown(name);
            }
        }
        return cases;
    }

    private static void train(JsonNode one, Precision precision) {
        GoldenNetwork network = GoldenNetwork.ofLayers(one.get("model"), one.get("init_params"));
        Map<String, String> options = Map.of("scale", one.get("hyper").get("scale").asText());
        try (GoldenLearner learner =
                new GoldenLearner(
                        network,
                        BalancingMethods.create(
                                "mmcosine", options, network.spec().modalities().size()),
                        GoldenLearner.Sgd.of(one.get("optimizer")),
                        precision)) {
            learner.takeSteps(one.get("steps"), MmCosineGolden::check);
        }
    }

    private static void check(
            GoldenLearner learner, StepReport report, JsonNode e, Precision p, String place) {
        GoldenTensor.named(e.get("unimodal_logits"))
                .forEach(
                        (modality, z) ->
                                p.check(
                                        place + " logits of " + modality,
                                        learner.recorder.splitLogits.get(modality),
                                        z.data()));
        p.check(
                place + " logits",
                learner.recorder.jointLogits,
                GoldenTensor.of(e.get("logits")).data());
        p.check(place + " loss", report.loss(), e.get("loss").asDouble());
        learner.checkUpdate(place, e);
    }

    private static void rows(JsonNode one, Precision precision) {
        for (JsonNode item : one.get("items")) {
            GoldenTensor weight = GoldenTensor.of(item.get("weight"));
            Map<String, GoldenTensor> head = new LinkedHashMap<>();
            head.put("head.weight", weight);
            double[] logits =
                    new GoldenHead("cosine", Map.of("scale", item.get("scale").asText()), head)
                            .logits(
                                    List.of(GoldenTensor.of(item.get("features"))),
                                    weight.rows(),
                                    precision);
            precision.check("logits", logits, GoldenTensor.of(item.get("logits")).data());
        }
    }
}
