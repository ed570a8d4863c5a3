/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.objective.BlendingWeights;
import io.ambidex.model.balancing.objective.BlendingWeights.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code gblending.json}: training with fixed weights, and weights from losses. */
final class GBlendingGolden implements GoldenMethod {
    private static final String FUSED = "output";

    @Override
    public String name() {
        return "gblending";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        return GoldenCase.all(file, GBlendingGolden::judge);
    }

    private static GoldenCase judge(GoldenCase.Described one) {
        if (one.variant().equals("balancebenchmark")) {
            String reason =
                    one.kind().equals("pipeline")
                            ? "the toolkit adds up losses over loaders of different size and lets a"
                                    + " loss that rises earn weight"
                            : "the toolkit takes slices of the head instead of separate heads";
            return one.informationOnly(reason);
        }
        if (one.isTraining()) {
            return one.mustMatch(p -> train(new TrainingCase(one.json()), p));
        }
        if (one.name().equals("weights_from_traces")) {
            return one.mustMatch(p -> weights(one.json(), p));
        }
        throw one.unknown();
    }

    private static void train(TrainingCase one, Precision precision) {
        List<String> fixed = new ArrayList<>();
        one.one()
                .get("hyper")
                .get("weights")
                .properties()
                .forEach(
                        e ->
                                fixed.add(
                                        (e.getKey().equals(FUSED)
                                                        ? ObjectiveStage.JOINT
                                                        : e.getKey())
                                                + "="
                                                + e.getValue().asText()));
        Map<String, String> options = Map.of("fixedWeights", String.join(";", fixed));
        one.run(
                "gblending",
                options,
                precision,
                (seen, expected) ->
                        seen.checkLosses(
                                expected.get("losses"),
                                name ->
                                        name.equals("multimodal")
                                                ? ObjectiveStage.JOINT
                                                : ObjectiveStage.unimodal(name)));
    }

    private static void weights(JsonNode one, Precision precision) {
        for (JsonNode item : one.get("items")) {
            List<Trace> traces = new ArrayList<>();
            item.get("traces")
                    .forEach(
                            t ->
                                    traces.add(
                                            new Trace(
                                                    t.get("train_start").asDouble(),
                                                    t.get("val_start").asDouble(),
                                                    t.get("train_end").asDouble(),
                                                    t.get("val_end").asDouble())));
            precision.check(
                    "G",
                    traces.stream().mapToDouble(Trace::generalization).toArray(),
                    GoldenTensor.of(item.get("G")).data());
            precision.check(
                    "O",
                    traces.stream().mapToDouble(Trace::overfitting).toArray(),
                    GoldenTensor.of(item.get("O")).data());
            precision.check(
                    "weights of " + Arrays.toString(traces.toArray()),
                    BlendingWeights.of(traces.toArray(Trace[]::new)),
                    GoldenTensor.of(item.get("weights")).data());
        }
    }
}
