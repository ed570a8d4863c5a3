/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.forward.LearningSpeed;
import io.ambidex.model.learning.StepReport;
import java.util.List;
import java.util.Map;

/** {@code greedy.json}: training with one gate exchange, and sums of learning speeds. */
final class GreedyGolden implements GoldenMethod {
    @Override
    public String name() {
        return "greedy";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        return GoldenCase.all(file, GreedyGolden::judge);
    }

    private static GoldenCase judge(GoldenCase.Described one) {
        if (one.variant().equals("official_released")) {
            return one.informationOnly(one.json().get("notes").asText());
        }
        if (one.isTraining()) {
            return one.mustMatch(p -> train(one.json(), p));
        }
        if (one.kind().equals("unit")) {
            return one.mustMatch(p -> speeds(one.json(), p));
        }
        throw one.unknown();
    }

    private static void speeds(JsonNode one, Precision precision) {
        LearningSpeed speed = null;
        for (JsonNode item : one.get("items")) {
            double[] bypass = GoldenTensor.of(item.get("bypass_ratio")).data();
            speed = speed == null ? new LearningSpeed(bypass.length, 0) : speed;
            speed.add(bypass, GoldenTensor.of(item.get("main_ratio")).data());
            double[] expected = GoldenTensor.of(item.get("speed")).data();
            for (int m = 0; m < expected.length; m++) {
                precision.check("speed " + m, speed.of(m), expected[m]);
            }
            if (expected.length == 2) {
                precision.check(
                        "difference", speed.of(0) - speed.of(1), item.get("difference").asDouble());
            }
        }
    }

    private static void train(JsonNode one, Precision precision) {
        JsonNode hyper = one.get("hyper");
        GoldenNetwork network =
                GoldenNetwork.ofBranches(
                        one.get("model"),
                        one.get("steps").get(0).get("inputs"),
                        one.get("init_params"));
        Map<String, String> options =
                Map.of(
                        "squeezeRatio", one.get("model").get("mmtm").get("ratio").asText(),
                        "speedDifference", hyper.get("epsilon").asText(),
                        "window", hyper.get("window").asText(),
                        "warmUpSteps", hyper.get("unlocked_from_step").asText(),
                        "averageSteps", "0");
        int modalities = network.spec().modalities().size();
        GoldenLearner.Sgd sgd = GoldenLearner.Sgd.of(one.get("optimizer"));
        try (GoldenLearner learner =
                new GoldenLearner(
                        network,
                        BalancingMethods.create("greedy", options, modalities),
                        sgd,
                        precision)) {
            learner.takeSteps(one.get("steps"), GreedyGolden::check);
        }
    }

    private static void check(
            GoldenLearner learner, StepReport report, JsonNode e, Precision p, String place) {
        Map<String, Double> monitors = report.methodMonitors();
        List<String> modalities = List.copyOf(report.modalities().keySet());
        MethodState state = new MethodState();
        learner.recorder.writeState(state);
        double[] bypass = new double[modalities.size()];
        double[] main = new double[modalities.size()];
        double[] speeds = new double[modalities.size()];
        int frozen = -1;
        for (int m = 0; m < modalities.size(); m++) {
            String modality = modalities.get(m);
            bypass[m] = monitors.get("greedy.bypass." + modality);
            main[m] = monitors.get("greedy.main." + modality);
            speeds[m] = monitors.get("greedy.speed." + modality);
            frozen = monitors.get("greedy.frozen." + modality) == 1 ? m : frozen;
            p.check(
                    place + " logits of " + modality,
                    learner.recorder.splitLogits.get(modality),
                    GoldenTensor.of(e.get("logits").get(m)).data());
            p.check(
                    place + " running gate of " + modality,
                    HostValues.of(state.tensor("gate.1." + modality)),
                    GoldenTensor.of(e.get("running_gate").get(m)).data());
        }
        JsonNode sums = e.get("accumulators");
        p.check(place + " bypass", bypass, GoldenTensor.of(sums.get("bypass")).data());
        p.check(place + " main", main, GoldenTensor.of(sums.get("main")).data());
        if (speeds.length == 2) {
            p.check(
                    place + " difference",
                    speeds[0] - speeds[1],
                    e.get("speed_difference").asDouble());
        }
        int expectedFrozen =
                e.get("curation_used").asInt() == 1 ? e.get("caring_used").asInt() : -1;
        p.check(place + " frozen branch", frozen, expectedFrozen);
        boolean next = monitors.get("greedy.windowLeft") > 0;
        p.check(place + " rebalancing next", next ? 1 : 0, e.get("curation_next").asInt());
        p.check(place + " loss", report.loss(), e.get("loss").asDouble());
        learner.checkUpdate(place, e);
    }
}
