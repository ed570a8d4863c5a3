/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.model.version.HostTensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReconBoostTest {
    private static final Map<String, String> SHORT =
            Map.of(
                    "unimodalSteps",
                    "0",
                    "boostingSteps",
                    "2",
                    "rectifyingSteps",
                    "1",
                    "hidden",
                    "16");

    private final SyntheticStream stream = new SyntheticStream(3, 5);

    private Learner learner(Map<String, String> options) {
        Map<String, String> all = new HashMap<>(SHORT);
        all.putAll(options);
        return Learner.create(
                stream.network(),
                LearnerOptions.builder()
                        .method("reconboost", all)
                        .learningRate(0.02)
                        .seed(3)
                        .build());
    }

    /** The parts of the network that a step changes. */
    private Set<String> moved(Learner learner, MiniBatch batch) {
        Map<String, HostTensor> before = learner.exportTensors();
        learner.step(batch);
        Map<String, HostTensor> after = learner.exportTensors();
        Set<String> moved = new TreeSet<>();
        before.forEach(
                (name, tensor) -> {
                    if (!after.get(name).equals(tensor)) {
                        moved.add(
                                name.equals("head.boost_rate")
                                        ? name
                                        : name.substring(0, name.indexOf('.')));
                    }
                });
        return moved;
    }

    @Test
    void oneEncoderIsBoostedWithTheHeadThenAllAreRectifiedThenTheNextIsBoosted() {
        try (Learner learner = learner(Map.of())) {
            List<String> encoders = List.of("audio_net", "video_net", "text_net", "audio_net");
            int step = 0;
            for (String encoder : encoders) {
                assertThat(moved(learner, stream.batch(++step, 8)))
                        .containsExactlyInAnyOrder(encoder, "head");
                assertThat(moved(learner, stream.batch(++step, 8)))
                        .containsExactlyInAnyOrder(encoder, "head");
                assertThat(moved(learner, stream.batch(++step, 8)))
                        .containsExactly(
                                "audio_net", "head", "head.boost_rate", "text_net", "video_net");
            }
        }
    }

    @Test
    void everyEncoderLearnsByItselfBeforeTheFirstStage() {
        try (Learner learner = learner(Map.of("unimodalSteps", "2"))) {
            StepReport first = learner.step(stream.batch(1, 8));
            assertThat(first.losses().keySet())
                    .containsExactlyInAnyOrder("unimodal.audio", "unimodal.video", "unimodal.text");
            assertThat(first.methodMonitors()).containsEntry("reconboost.phase", 0.0);
            assertThat(moved(learner, stream.batch(2, 8)))
                    .containsExactly("audio_net", "head", "text_net", "video_net");
            assertThat(moved(learner, stream.batch(3, 8))).containsExactly("audio_net", "head");
        }
    }

    @Test
    void theOptimizerForgetsWhenAPhaseBegins() {
        try (Learner learner = learner(Map.of())) {
            learner.step(stream.batch(1, 8));
            assertThat(learner.optimizerState().isEmpty()).isFalse();
            learner.step(stream.batch(2, 8));
            assertThat(learner.optimizerState().isEmpty()).isTrue();
            learner.step(stream.batch(3, 8));
            assertThat(learner.optimizerState().isEmpty()).isTrue();
            learner.step(stream.batch(4, 8));
            assertThat(learner.optimizerState().names())
                    .isNotEmpty()
                    .noneMatch(name -> name.contains("audio_net"));
        }
    }

    @Test
    void aModalityThatIsAwayDoesNotStopTheLearning() {
        try (Learner learner = learner(Map.of())) {
            for (int step = 1; step <= 3; step++) {
                learner.step(stream.batch(step, 8));
            }
            for (int step = 4; step <= 6; step++) {
                StepReport report = learner.step(stream.without(1, step, 8));
                assertThat(report.skipped()).isFalse();
                assertThat(report.methodMonitors())
                        .containsEntry("reconboost.phase", 2.0)
                        .containsEntry("reconboost.stage.video", 1.0);
            }
            assertThat(learner.step(stream.batch(7, 8)).methodMonitors())
                    .containsEntry("reconboost.phase", 1.0)
                    .containsEntry("reconboost.stage.text", 1.0);
        }
    }

    @Test
    void examplesWeighLessTheMoreTheOthersExplainThem() {
        try (Learner indifferent = learner(Map.of("weight1", "4", "weight2", "0"));
                Learner boosting = learner(Map.of("weight1", "4", "weight2", "4"))) {
            assertThat(meanWeight(indifferent)).isEqualTo(1);
            assertThat(meanWeight(boosting)).isBetween(0.5, 0.95);
        }
    }

    /** (w1 - w2 u) / C of an untrained network, whose u is about 1 / C, with C = 4. */
    private double meanWeight(Learner learner) {
        return learner.step(stream.batch(1, 16)).methodMonitors().get("reconboost.meanWeight");
    }

    @Test
    void theWeakestModalityCanBeBoostedNext() {
        Map<String, Integer> stages = new HashMap<>();
        try (Learner learner = learner(Map.of("order", "weakest"))) {
            for (int step = 1; step <= 60; step++) {
                learner.step(stream.batch(step, 16))
                        .methodMonitors()
                        .forEach(
                                (name, value) -> {
                                    if (name.startsWith("reconboost.stage.") && value == 1) {
                                        stages.merge(name, 1, Integer::sum);
                                    }
                                });
            }
        }
        // The first is clear and the others lie in noise; it is boosted in its first stage only,
        // unless the noise has it that it is the weakest for once.
        assertThat(stages.getOrDefault("reconboost.stage.audio", 0)).isLessThanOrEqualTo(12);
    }

    @Test
    void theBoostRateStaysPositive() {
        try (Learner learner = learner(Map.of("boostRate", "0.02", "boostingSteps", "1"))) {
            for (int step = 1; step <= 40; step++) {
                StepReport report = learner.step(stream.oneClass(step % 2 + 1, 8));
                assertThat(report.methodMonitors().get("reconboost.boostRate"))
                        .isGreaterThanOrEqualTo(0.0099);
                assertThat(report.loss()).isFinite();
            }
        }
    }

    @Test
    void alignmentPullsTowardsTheModalityOfTheStageBefore() {
        try (Learner plain = learner(Map.of());
                Learner aligned = learner(Map.of("alignmentWeight", "0.5"))) {
            for (int step = 1; step <= 3; step++) {
                double loss = plain.step(stream.batch(step, 8)).loss();
                assertThat(aligned.step(stream.batch(step, 8)).loss()).isEqualTo(loss);
            }
            assertThat(aligned.step(stream.batch(4, 8)).losses())
                    .containsOnlyKeys("boosting", "alignment");
            plain.step(stream.batch(4, 8));
            assertThat(aligned.exportTensors().get("video_net.fc1.weight"))
                    .isNotEqualTo(plain.exportTensors().get("video_net.fc1.weight"));
        }
    }

    @Test
    void contradictingOptionsAreRefused() {
        assertThatThrownBy(() -> learner(Map.of("weight1", "1", "weight2", "2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "option 'weight2' of method 'reconboost' must not exceed weight1, which is"
                                + " 1.0, was 2.0");
        assertThatThrownBy(() -> learner(Map.of("boostingSteps", "0")))
                .hasMessageContaining("option 'boostingSteps' of method 'reconboost' must be 1 to");
        assertThatThrownBy(() -> learner(Map.of("order", "random")))
                .hasMessageContaining("must be cycle, weakest, was 'random'");
    }
}
