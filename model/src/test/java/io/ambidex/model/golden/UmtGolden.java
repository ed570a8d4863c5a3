/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.objective.Umt;
import io.ambidex.model.version.HostTensor;
import io.ambidex.model.version.Safetensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code umt.json}: training with frozen teachers, which the method reads from a file. */
final class UmtGolden implements GoldenMethod {
    @Override
    public String name() {
        return "umt";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        List<GoldenCase> cases = new ArrayList<>();
        for (JsonNode one : file.get("cases")) {
            String name = one.get("name").asText();
            boolean ours = List.of("official", "recommended").contains(one.get("variant").asText());
            if (!ours || !one.get("kind").asText().equals("training")) {
                throw GoldenCase.unknown(name);
            }
            cases.add(GoldenCase.mustMatch(name, p -> train(new TrainingCase(one), p)));
        }
        return cases;
    }

    private static void train(TrainingCase one, Precision precision) {
        try {
            Path teachers = Files.createTempFile("teachers", ".safetensors");
            try {
                Map<String, HostTensor> tensors = new LinkedHashMap<>();
                GoldenTensor.named(one.one().get("teacher_params"))
                        .forEach((name, values) -> tensors.put(name, precision.tensor(values)));
                Files.write(teachers, new Safetensors(Map.of(), tensors).toBytes());
                Map<String, String> options =
                        Map.of(
                                "distillationWeight",
                                one.hyper("distill_weight"),
                                "teacherFiles",
                                teachers.toString());
                one.run("umt", options, precision, UmtGolden::check);
            } finally {
                Files.delete(teachers);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(TrainingCase.Seen seen, JsonNode expected) {
        seen.check(
                "joint",
                seen.report().losses().get(ObjectiveStage.JOINT),
                expected.get("loss_fused"));
        seen.checkLosses(expected.get("distance"), Umt::distillation);
        seen.checkMonitors("teacherDistance", expected.get("distance"));
    }
}
