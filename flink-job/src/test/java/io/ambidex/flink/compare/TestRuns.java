/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.flink.compare.RunResult.CurvePoint;
import io.ambidex.flink.compare.RunResult.ModalityResult;
import io.ambidex.flink.compare.RunResult.NoisePoint;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.network.EncoderSpec;
import io.ambidex.model.network.FeatureInput;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.NetworkSpec;
import java.util.List;
import java.util.Map;

/** Plans and results to test with. */
final class TestRuns {
    static final Setting SETTING =
            new Setting(
                    "clips | of <b>words</b>",
                    List.of("audio", "video"),
                    3,
                    100,
                    20,
                    2,
                    1,
                    16,
                    "sgd",
                    0.02,
                    Map.of(0.02, 0.8, 0.05, 0.7),
                    List.of(10.0, -5.0));

    private TestRuns() {}

    static RunPlan plan(String method, long seed) {
        NetworkSpec network =
                new NetworkSpec(
                        List.of(
                                new ModalitySpec(
                                        "audio",
                                        new FeatureInput(List.of(3)),
                                        new EncoderSpec("layers", Map.of("layers", "linear 2")))),
                        "concat",
                        Map.of(),
                        List.of("yes", "no"));
        return new RunPlan(
                method,
                network.toJson(),
                LearnerOptions.builder().method(method).seed(seed).build(),
                16,
                1,
                new RunPlan.Scoring(0, List.of(10.0), 100, 5));
    }

    static RunResult result(String method, long seed, double heldOut, double imbalance) {
        return result("f".repeat(64), method, seed, heldOut, imbalance);
    }

    static RunResult result(
            String fingerprint, String method, long seed, double heldOut, double imbalance) {
        return new RunResult(
                fingerprint,
                method,
                seed,
                0.02,
                100,
                7,
                0,
                0.5,
                heldOut,
                heldOut,
                List.of(modality("audio", 0.6), modality("video", 0.6 - imbalance)),
                imbalance,
                List.of(new CurvePoint(50, 0.3), new CurvePoint(100, 0.6)),
                List.of(new CurvePoint(100, heldOut)),
                1.25,
                200.0,
                null,
                1.5);
    }

    private static ModalityResult modality(String name, double contribution) {
        return new ModalityResult(
                name,
                0.5,
                0.7,
                contribution,
                0.4,
                List.of(new NoisePoint(10, 0.6), new NoisePoint(-5, 0.2)));
    }
}
