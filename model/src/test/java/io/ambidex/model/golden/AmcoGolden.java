/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.BalancingMethodProvider;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.forward.Amco;
import io.ambidex.model.balancing.forward.MaskRatio;
import io.ambidex.model.learning.StepReport;
import java.util.ArrayList;
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
        List<GoldenCase> cases = new ArrayList<>();
        for (JsonNode one : file.get("cases")) {
            String name = one.get("name").asText();
            String variant = one.get("variant").asText();
            String kind = one.get("kind").asText();
            if (variant.equals("balancebenchmark")) {
                cases.add(
                        GoldenCase.informationOnly(
                                name, "the toolkit masks logits, also in the unimodal losses"));
            } else if (kind.equals("training")) {
                cases.add(GoldenCase.mustMatch(name, p -> train(one, p)));
            } else if (kind.equals("unit")) {
                cases.add(GoldenCase.mustMatch(name, p -> ratios(one, p)));
            } else {
                throw GoldenCase.unknown(name);
            }
        }
        return cases;
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
        JsonNode optimizer = one.get("optimizer");
        GoldenLearner.Sgd sgd =
                new GoldenLearner.Sgd(
                        optimizer.get("lr").asDouble(), optimizer.get("momentum").asDouble(), 0);
        try (GoldenLearner learner =
                new GoldenLearner(network, new Amco(options, recorded), sgd, precision)) {
            for (JsonNode step : one.get("steps")) {
                StepReport report =
                        learner.step(network.batch(step.get("inputs"), step.get("labels")));
                String place = "step " + step.get("t");
                JsonNode expected = step.get("expected");
                check(learner, report, expected.get("f64"), precision, place);
                if (precision == Precision.FLOAT32) {
                    check(learner, report, expected.get("f32"), precision, place + " f32");
                }
            }
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
        if (e.has("grads")) {
            learner.check(
                    place + " gradient", seen.finalGradients, GoldenTensor.named(e.get("grads")));
        }
        if (e.has("params_after")) {
            learner.check(
                    place + " parameter",
                    seen.parametersAfter,
                    GoldenTensor.named(e.get("params_after")));
        }
    }
}
