/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.objective.Mbsd;
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
        return GoldenCase.all(file, MbsdGolden::judge);
    }

    private static GoldenCase judge(GoldenCase.Described one) {
        if (one.variant().equals("balancebenchmark")) {
            return one.informationOnly(
                    "the toolkit takes a probability for its logarithm and detaches nothing");
        }
        if (one.isTraining()) {
            return one.mustMatch(
                    p -> new TrainingCase(one.json()).run("mbsd", Map.of(), p, MbsdGolden::check));
        }
        throw one.unknown();
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
