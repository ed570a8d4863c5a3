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
                    "audio small-cnn, video small-cnn, fusion <i>concat",
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
                "c".repeat(64),
                network.toJson(),
                null,
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
                Map.of("loss.joint", 1 - heldOut),
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
                null,
                List.of(new NoisePoint(10, 0.6, null), new NoisePoint(-5, 0.2, null)));
    }

    /** The same result of a network whose class token gives audio so much of its attention. */
    static RunResult attending(RunResult result, double audio) {
        List<ModalityResult> modalities =
                List.of(
                        attending(result.modalities().get(0), audio),
                        attending(result.modalities().get(1), 0.9 - audio));
        return new RunResult(
                result.fingerprint(),
                result.method(),
                result.seed(),
                result.learningRate(),
                result.examples(),
                result.steps(),
                result.skippedSteps(),
                result.prequential(),
                result.heldOut(),
                result.macroF1(),
                modalities,
                result.imbalance(),
                result.learned(),
                result.heldOutCurve(),
                result.monitors(),
                result.relativeTime(),
                result.microsPerExample(),
                result.peakMemoryBytes(),
                result.seconds());
    }

    private static ModalityResult attending(ModalityResult modality, double mass) {
        return new ModalityResult(
                modality.name(),
                modality.split(),
                modality.probe(),
                modality.contribution(),
                modality.missing(),
                new RunResult.Attention(mass, mass / 0.9, mass - 0.5),
                modality.noisy().stream()
                        .map(p -> new NoisePoint(p.decibel(), p.accuracy(), mass / 2))
                        .toList());
    }
}
