/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * MokA (arXiv 2506.05191): one adapted map, tokens of every role in any order, mean of the outputs,
 * head. Cases {@code avt_…} and {@code vt_…} are the two official layers, whose text is our anchor;
 * {@code symmetric_…} has none.
 */
final class MokaGolden implements GoldenMethod {
    private static final List<String> OFFICIAL = List.of("text", "video", "audio");

    @Override
    public String name() {
        return "moka";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        List<GoldenCase> cases = new ArrayList<>();
        for (JsonNode one : file.get("cases")) {
            String name = one.get("name").asText();
            if (!name.matches("(avt|vt|symmetric)(_.*)?")) {
                throw GoldenCase.unknown(name);
            }
            cases.add(GoldenCase.mustMatch(name, precision -> steps(one, precision)));
        }
        JsonNode reliance = file.get("adapter_only_logits");
        if (reliance != null) {
            JsonNode of = caseOf(file, reliance.get("note").asText());
            cases.add(
                    GoldenCase.mustMatch(
                            "adapter_only_logits",
                            precision -> reliance(of, reliance.get("logits"), precision)));
        }
        return cases;
    }

    /** The case that a note speaks of. */
    private static JsonNode caseOf(JsonNode file, String note) {
        JsonNode found = null;
        for (JsonNode one : file.get("cases")) {
            if (List.of(note.split("[^A-Za-z0-9_]+")).contains(one.get("name").asText())) {
                found = one;
            }
        }
        if (found == null) {
            throw new IllegalArgumentException("no case is named in '" + note + "'");
        }
        return found;
    }

    private static void steps(JsonNode one, Precision precision) {
        try (MokaModel model = new MokaModel(one, precision)) {
            for (int t = 0; t < one.get("batches").size(); t++) {
                model.step(one.get("batches").get(t));
                compare(model, one.get("float64").get(t), precision, "step " + t);
                JsonNode single = one.path("float32").get(t);
                if (precision == Precision.FLOAT32 && single != null) {
                    compare(model, single, precision, "step " + t + " f32");
                }
            }
        }
    }

    private static void compare(
            MokaModel model, JsonNode expected, Precision precision, String place) {
        precision.check(place + " loss", model.loss(), expected.get("loss").asDouble());
        Map.of(
                        "logits", model.logits(),
                        "layer_output", model.layerOutput(),
                        "low_rank_tokens", model.lowRankTokens(),
                        "low_rank_tokens_after_cross_attention", model.crossedTokens())
                .forEach(
                        (name, actual) -> {
                            if (expected.has(name)) {
                                precision.check(
                                        place + " " + name,
                                        actual,
                                        GoldenTensor.of(expected.get(name)).data());
                            }
                        });
        compare(place + " gradient of ", model.gradients(), expected.get("grad"), precision);
        compare(place + " ", model.parameters(), expected.get("params_after"), precision);
    }

    private static void compare(
            String what, Map<String, double[]> actual, JsonNode expected, Precision precision) {
        if (expected != null) {
            GoldenTensor.named(expected)
                    .forEach(
                            (name, values) ->
                                    precision.check(what + name, actual.get(name), values.data()));
        }
    }

    /** Logits with the adapters of one modality alone. */
    private static void reliance(JsonNode one, JsonNode expected, Precision precision) {
        try (MokaModel model = new MokaModel(one, precision)) {
            JsonNode batch = one.get("batches").get(0);
            expected.properties()
                    .forEach(
                            kept -> {
                                int index = OFFICIAL.indexOf(kept.getKey());
                                if (index < 0 && !kept.getKey().equals("none")) {
                                    throw GoldenCase.unknown(kept.getKey());
                                }
                                model.forward(batch, m -> m == index);
                                precision.check(
                                        "logits with adapters of " + kept.getKey(),
                                        model.logits(),
                                        GoldenTensor.of(kept.getValue()).data());
                            });
        }
    }
}
