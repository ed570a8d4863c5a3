/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.BalancingMethodProvider;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.learning.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A case of kind {@code training} whose network is described by its layers: whole steps of the real
 * learner. Loss, logits, gradients and weights are compared wherever the file has them; what only
 * one method has is left to that method's check.
 */
record TrainingCase(JsonNode one) {

    /** Compares what is particular to a method. */
    interface Check {
        void step(Seen seen, JsonNode expected);
    }

    /** What one step gave. */
    record Seen(MethodRecorder recorder, StepReport report, Precision precision, String place) {
        void check(String what, double actual, JsonNode expected) {
            precision.check(place + " " + what, actual, expected.asDouble());
        }

        /** Holds the report's losses against the file's, with our name for each of the file's. */
        void checkLosses(JsonNode expected, Function<String, String> ourName) {
            expected.properties()
                    .forEach(
                            e ->
                                    check(
                                            "loss " + e.getKey(),
                                            report.losses().get(ourName.apply(e.getKey())),
                                            e.getValue()));
        }

        /** Holds monitors {@code PREFIX.MODALITY} against the file's values by modality. */
        void checkMonitors(String prefix, JsonNode byModality) {
            byModality
                    .properties()
                    .forEach(
                            e ->
                                    check(
                                            prefix + "." + e.getKey(),
                                            report.methodMonitors().get(prefix + "." + e.getKey()),
                                            e.getValue()));
        }
    }

    /** Names of the modalities in the file's order. */
    List<String> modalities() {
        List<String> names = new ArrayList<>();
        one.get("model").get("modalities").forEach(m -> names.add(m.get("name").asText()));
        return names;
    }

    /** A hyperparameter as text. */
    String hyper(String name) {
        JsonNode value = one.get("hyper").get(name);
        if (value == null) {
            throw new IllegalArgumentException("the case has no hyperparameter '" + name + "'");
        }
        return value.asText();
    }

    /** Runs all steps with a method found by name. */
    void run(String method, Map<String, String> options, Precision precision, Check check) {
        run(BalancingMethods.create(method, options, modalities().size()), precision, check);
    }

    /** Runs all steps. */
    void run(BalancingMethod method, Precision precision, Check check) {
        GoldenNetwork network = GoldenNetwork.ofLayers(one.get("model"), one.get("init_params"));
        try (GoldenLearner learner =
                new GoldenLearner(
                        network,
                        method,
                        network.unimodalHeads(),
                        GoldenLearner.Sgd.of(one.get("optimizer")),
                        precision)) {
            learner.takeSteps(
                    one.get("steps"),
                    (of, report, expected, p, place) ->
                            compare(of, report, expected, p, place, check));
        }
    }

    private static void compare(
            GoldenLearner learner,
            StepReport report,
            JsonNode expected,
            Precision precision,
            String place,
            Check check) {
        Seen seen = new Seen(learner.recorder, report, precision, place);
        if (expected.has("loss")) {
            seen.check("loss", report.loss(), expected.get("loss"));
        }
        if (expected.has("logits")) {
            precision.check(
                    place + " logits",
                    learner.recorder.jointLogits,
                    GoldenTensor.of(expected.get("logits")).data());
        }
        check.step(seen, expected);
        learner.checkUpdate(place, expected);
    }

    /** Options of a provider, for a method that is made by hand. */
    static MethodOptions options(BalancingMethodProvider provider, Map<String, String> texts) {
        return MethodOptions.parse(provider.name(), provider.options(), texts);
    }
}
