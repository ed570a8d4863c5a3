/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.BalancingMethodProvider;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.forward.Amco;
import io.ambidex.model.balancing.forward.MaskRatio;
import io.ambidex.model.learning.StepReport;
import java.util.List;
import java.util.Map;

/** {@code amco.json}: training with recorded masks, and a table of mask ratios. */
final class AmcoGolden implements GoldenMethod {
    @Override
    public String name() {
        return "amco";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        return GoldenCase.all(file, AmcoGolden::judge);
    }

    private static GoldenCase judge(GoldenCase.Described one) {
        if (one.variant().equals("balancebenchmark")) {
            return one.informationOnly("the toolkit masks logits, also in the unimodal losses");
        }
        if (one.isTraining()) {
            return one.mustMatch(p -> train(one.json(), p));
        }
        if (one.kind().equals("unit")) {
            return one.mustMatch(p -> ratios(one.json(), p));
        }
        throw one.unknown();
    }

    private static void ratios(JsonNode one, Precision precision) {
        for (JsonNode item : one.get("items")) {
            MaskRatio ratio = new MaskRatio(item.get("epsilon").asDouble());
            double progress = item.get("progress").asDouble();
            precision.check("ratio", ratio.at(progress), item.get("p").asDouble());
            item.get("masked_of")
                    .properties()
                    .forEach(
                            e ->
                                    precision.check(
                                            "masked of " + e.getKey(),
                                            ratio.masked(progress, Integer.parseInt(e.getKey())),
                                            e.getValue().asInt()));
        }
    }

    private static void train(JsonNode one, Precision precision) {
        BalancingMethodProvider provider = new Amco.Provider();
        MethodOptions options =
                MethodOptions.parse(
                        "amco",
                        provider.options(),
                        Map.of(
                                "dependenceThreshold",
                                one.get("hyper").get("sigma").asText(),
                                "massSmoothing",
                                "0"));
        Amco.Draws recorded =
                (random, modality, width, masked) ->
                        GoldenTensor.of(
                                        one.get("steps")
                                                .get((int) random.step() - 1)
                                                .get("recorded")
                                                .get("mask_keep")
                                                .get(modality))
                                .data();
        GoldenNetwork network = GoldenNetwork.ofLayers(one.get("model"), one.get("init_params"));
        GoldenLearner.Sgd sgd = GoldenLearner.Sgd.of(one.get("optimizer"));
        try (GoldenLearner learner =
                new GoldenLearner(network, new Amco(options, recorded), sgd, precision)) {
            learner.takeSteps(one.get("steps"), AmcoGolden::check);
        }
    }

    private static void check(
            GoldenLearner learner, StepReport report, JsonNode e, Precision p, String place) {
        MethodRecorder seen = learner.recorder;
        Map<String, Double> monitors = report.methodMonitors();
        List<String> modalities = List.copyOf(report.modalities().keySet());
        double[] mass = new double[modalities.size()];
        double[] dependent = new double[modalities.size()];
        for (int m = 0; m < mass.length; m++) {
            String modality = modalities.get(m);
            mass[m] = monitors.get("amco.mass." + modality);
            dependent[m] = monitors.get("amco.dependent." + modality);
            p.check(
                    place + " logits of " + modality,
                    seen.splitLogits.get(modality),
                    GoldenTensor.of(e.get("unimodal_logits").get(modality)).data());
            p.check(
                    place + " loss of " + modality,
                    report.losses().get("unimodal." + modality),
                    e.get("loss_unimodal").get(modality).asDouble());
        }
        p.check(place + " mass", mass, GoldenTensor.of(e.get("mass")).data());
        p.check(place + " dependent", dependent, GoldenTensor.of(e.get("dependent_next")).data());
        p.check(place + " logits", seen.jointLogits, GoldenTensor.of(e.get("logits")).data());
        p.check(place + " loss", report.losses().get("joint"), e.get("loss_fused").asDouble());
        learner.checkUpdate(place, e);
    }
}
