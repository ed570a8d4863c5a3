/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.version.HostTensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each method is for, seen from outside: on a stream whose first modality dominates. */
class MethodBehaviourTest {
    private final SyntheticStream stream = new SyntheticStream(2, 5);

    private Learner learner(String method, Map<String, String> options) {
        return Learner.create(
                stream.network(),
                LearnerOptions.builder()
                        .method(method, options)
                        .learningRate(0.05)
                        .seed(3)
                        .build());
    }

    @Test
    void ogmSlowsTheModalityThatIsAheadAndLeavesTheOther() {
        try (Learner learner = learner("ogm", Map.of("alpha", "0.8"))) {
            boolean slowed = false;
            for (int step = 1; step <= 60; step++) {
                Map<String, ModalityReport> reports =
                        learner.step(stream.batch(step, 16)).modalities();
                for (ModalityReport report : reports.values()) {
                    if (report.discrepancyRatio() > 1) {
                        assertThat(report.coefficient()).isLessThan(1);
                        assertThat(report.gradientNorm())
                                .isLessThan(Math.sqrt(report.fisherTrace()));
                        slowed = true;
                    } else {
                        assertThat(report.coefficient()).isEqualTo(1);
                        assertThat(report.gradientNorm())
                                .isCloseTo(Math.sqrt(report.fisherTrace()), within(1e-9));
                    }
                }
            }
            assertThat(slowed).isTrue();
        }
    }

    @Test
    void geNoiseMakesUpForWhatTheScalingTakesAway() {
        try (Learner plain = learner("ogm", Map.of());
                Learner noisy = learner("ogm-ge", Map.of())) {
            double without =
                    plain.step(stream.batch(1, 16)).modalities().get("video").gradientNorm();
            double with = noisy.step(stream.batch(1, 16)).modalities().get("video").gradientNorm();
            assertThat(with).isGreaterThan(without);
        }
    }

    @Test
    void modulationStopsOutsideItsRangeOfSteps() {
        try (Learner learner = learner("ogm", Map.of("firstStep", "2", "lastStep", "3"))) {
            for (int step = 1; step <= 4; step++) {
                Double coefficient =
                        learner.step(stream.batch(step, 16))
                                .modalities()
                                .get("audio")
                                .coefficient();
                assertThat(coefficient != null).isEqualTo(step == 2 || step == 3);
            }
        }
    }

    @Test
    void opmDropsOnlyTheModalityThatIsAhead() {
        Map<String, String> options = Map.of("warmUpSteps", "3", "executionProbability", "1");
        try (Learner learner = learner("opm", options)) {
            for (int step = 1; step <= 30; step++) {
                StepReport report = learner.step(stream.batch(step, 16));
                if (step <= 3) {
                    assertThat(report.methodMonitors()).isEmpty();
                    continue;
                }
                assertThat(report.methodMonitors())
                        .containsEntry("executed", 1.0)
                        .containsEntry("keptRows", 16.0);
                double audio = report.methodMonitors().get("dropProbability.audio");
                double video = report.methodMonitors().get("dropProbability.video");
                assertThat(Math.min(audio, video)).isZero();
                assertThat(Math.max(audio, video)).isBetween(0.5, 0.75);
            }
        }
    }

    @Test
    void infoRegPullsTheLeaderBackAfterTheFirstStepOfAWindow() {
        try (Learner learner = learner("inforeg", Map.of("window", "10"))) {
            boolean regulated = false;
            for (int step = 1; step <= 30; step++) {
                StepReport report = learner.step(stream.batch(step, 16));
                double audio = report.methodMonitors().get("regulation.audio");
                double video = report.methodMonitors().get("regulation.video");
                assertThat(Math.min(audio, video)).isZero();
                assertThat(Math.max(audio, video)).isLessThanOrEqualTo(Math.exp(0.9));
                regulated |= audio >= 1;
                assertThat(report.modalities().get("audio").primeLearningWindow()).isNotNull();
            }
            assertThat(regulated).isTrue();
        }
    }

    @Test
    void unimodalTrainsOnlyTheModalityItNames() {
        try (Learner learner = learner("unimodal", Map.of("modality", "video"))) {
            Map<String, HostTensor> before = learner.exportTensors();
            for (int step = 1; step <= 5; step++) {
                assertThat(learner.step(stream.batch(step, 8)).losses())
                        .containsOnlyKeys("unimodal.video");
            }
            Map<String, HostTensor> after = learner.exportTensors();
            before.forEach(
                    (name, tensor) -> {
                        if (name.startsWith("audio_net.")) {
                            assertThat(after.get(name)).as(name).isEqualTo(tensor);
                        }
                    });
            assertThat(after.get("video_net.fc1.weight"))
                    .isNotEqualTo(before.get("video_net.fc1.weight"));
        }
    }

    @Test
    void aMethodCanReplaceTheFusionAndGiveItBack() {
        try (Learner learner = learner("joint", Map.of())) {
            for (int step = 1; step <= 5; step++) {
                learner.step(stream.batch(step, 8));
            }
            HostTensor encoder = learner.exportTensors().get("audio_net.conv1.weight");
            learner.changeMethod("patchwork", Map.of());
            assertThat(learner.networkSpec().fusion()).isEqualTo("sum");
            assertThat(learner.exportTensors().get("audio_net.conv1.weight")).isEqualTo(encoder);
            assertThat(learner.step(stream.batch(6, 8)).skipped()).isFalse();
            assertThat(learner.step(stream.batch(7, 8)).replayed()).isEqualTo(1);
            learner.changeMethod("joint", Map.of());
            assertThat(learner.networkSpec().fusion()).isEqualTo("concat");
            assertThat(learner.step(stream.batch(8, 8)).loss()).isFinite();
        }
    }
}
