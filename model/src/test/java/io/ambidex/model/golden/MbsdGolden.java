/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.objective.Mbsd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code mbsd.json}: training with distillation between split logits. */
final class MbsdGolden implements GoldenMethod {
    @Override
    public String name() {
        return "mbsd";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        List<GoldenCase> cases = new ArrayList<>();
        for (JsonNode one : file.get("cases")) {
            String name = one.get("name").asText();
            String variant = one.get("variant").asText();
            boolean training = one.get("kind").asText().equals("training");
            if (variant.equals("balancebenchmark")) {
                cases.add(
                        GoldenCase.informationOnly(
                                name,
                                "the toolkit takes a probability for its logarithm and detaches nothing"));
            } else if (training) {
                cases.add(
                        GoldenCase.mustMatch(
                                name,
                                p ->
                                        new TrainingCase(one)
                                                .run("mbsd", Map.of(), p, MbsdGolden::check)));
            } else {
                throw GoldenCase.unknown(name);
            }
        }
        return cases;
    }

    private static void check(TrainingCase.Seen seen, JsonNode expected) {
        Map<String, Double> losses = seen.report().losses();
        seen.check("joint", losses.get(ObjectiveStage.JOINT), expected.get("loss_fused"));
        seen.checkLosses(expected.get("loss_unimodal"), ObjectiveStage::unimodal);
        seen.check("divergence", losses.get(Mbsd.DIVERGENCE), expected.get("loss_kl"));
        seen.check("logits", losses.get(Mbsd.LOGITS), expected.get("loss_rs"));
        expected.get("unimodal_logits")
                .properties()
                .forEach(
                        e ->
                                seen.precision()
                                        .check(
                                                seen.place() + " logits of " + e.getKey(),
                                                seen.recorder().splitLogits.get(e.getKey()),
                                                GoldenTensor.of(e.getValue()).data()));
        expected.get("sample_weights")
                .properties()
                .forEach(
                        e ->
                                seen.precision()
                                        .check(
                                                seen.place() + " weight of " + e.getKey(),
                                                seen.report()
                                                        .methodMonitors()
                                                        .get("gap." + e.getKey().replace('|', '.')),
                                                Arrays.stream(GoldenTensor.of(e.getValue()).data())
                                                        .average()
                                                        .orElseThrow()));
    }
}
