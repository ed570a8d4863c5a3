/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.model.network.EncoderSpec;
import io.ambidex.model.network.FeatureInput;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MlaTest {
    private final SyntheticStream stream = new SyntheticStream(3, 5);

    private Learner learner(Map<String, String> options) {
        return Learner.create(
                stream.network(),
                LearnerOptions.builder().method("mla", options).learningRate(0.05).seed(3).build());
    }

    @Test
    void everyModalityHasItsTurnWithALossOfItsOwnAndNoneTogether() {
        try (Learner learner = learner(Map.of())) {
            StepReport report = learner.step(stream.batch(1, 16));
            assertThat(report.losses())
                    .containsOnlyKeys("unimodal.audio", "unimodal.video", "unimodal.text");
            report.modalities()
                    .values()
                    .forEach(modality -> assertThat(modality.gradientNorm()).isPositive());
        }
    }

    @Test
    void theFirstTurnOfAllIsFreeAndLaterOnesLoseWhatTheOthersUse() {
        try (Learner learner = learner(Map.of())) {
            assertThat(learner.step(stream.batch(1, 16)).methodMonitors())
                    .containsOnlyKeys("mla.kept.video", "mla.kept.text");
            for (int step = 2; step <= 10; step++) {
                Map<String, Double> monitors =
                        learner.step(stream.batch(step, 16)).methodMonitors();
                assertThat(monitors)
                        .containsOnlyKeys("mla.kept.audio", "mla.kept.video", "mla.kept.text");
                monitors.values().forEach(kept -> assertThat(kept).isBetween(0.0, 1.0));
                assertThat(monitors.values()).anyMatch(kept -> kept < 0.999);
            }
        }
    }

    @Test
    void aLargeLambdaOrNoProjectionTakesNothingOut() {
        try (Learner damped = learner(Map.of("lambda", "1000000"));
                Learner plain = learner(Map.of("projection", "false"))) {
            double difference = 0;
            for (int step = 1; step <= 5; step++) {
                StepReport report = damped.step(stream.batch(step, 16));
                assertThat(report.methodMonitors().values())
                        .allSatisfy(kept -> assertThat(kept).isGreaterThan(0.9999));
                StepReport other = plain.step(stream.batch(step, 16));
                assertThat(other.methodMonitors()).isEmpty();
                difference = Math.abs(report.loss() - other.loss());
            }
            assertThat(difference).isLessThan(1e-3);
        }
    }

    @Test
    void whoeverIsMissingIsPassedOver() {
        try (Learner learner = learner(Map.of())) {
            learner.step(stream.batch(1, 8));
            Map<String, HostTensor> before = learner.exportTensors();
            assertThat(learner.step(stream.without(1, 2, 8)).losses())
                    .containsOnlyKeys("unimodal.audio", "unimodal.text");
            Map<String, HostTensor> after = learner.exportTensors();
            assertThat(after.get("video_net.fc1.weight"))
                    .isEqualTo(before.get("video_net.fc1.weight"));
            assertThat(after.get("text_net.fc1.weight"))
                    .isNotEqualTo(before.get("text_net.fc1.weight"));
        }
    }

    @Test
    void rotationLetsAnotherModalityBegin() {
        try (Learner fixed = learner(Map.of());
                Learner rotating = learner(Map.of("rotation", "true"))) {
            assertThat(rotating.step(stream.batch(1, 8)).loss())
                    .isEqualTo(fixed.step(stream.batch(1, 8)).loss());
            List<Double> losses = new ArrayList<>();
            losses.add(rotating.step(stream.batch(2, 8)).loss());
            losses.add(fixed.step(stream.batch(2, 8)).loss());
            assertThat(losses.get(0)).isNotEqualTo(losses.get(1));
        }
    }

    @Test
    void featuresOfDifferentWidthsAreRefusedWithBothWidths() {
        List<ModalitySpec> modalities = new ArrayList<>();
        for (int width : new int[] {4, 6}) {
            modalities.add(
                    new ModalitySpec(
                            "m" + width,
                            new FeatureInput(List.of(3)),
                            new EncoderSpec("layers", Map.of("layers", "linear:fc out=" + width))));
        }
        NetworkSpec network = new NetworkSpec(modalities, "concat", Map.of(), List.of("a", "b"));
        LearnerOptions options = LearnerOptions.builder().method("mla", Map.of()).build();
        assertThatThrownBy(() -> Learner.create(network, options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'m6' has 6, not 4");
        LearnerOptions joint = LearnerOptions.builder().method("joint", Map.of()).build();
        try (Learner learner = Learner.create(network, joint)) {
            assertThatThrownBy(() -> learner.changeMethod("mla", Map.of()))
                    .hasMessageContaining("'m6' has 6, not 4");
            byte[] media = SyntheticStream.bytes(new float[] {1, 2, 3});
            MiniBatch batch = MiniBatch.builder(2).add(List.of(media, media), 1, 0).build();
            assertThat(learner.step(batch).skipped()).isFalse();
            assertThat(learner.method()).isEqualTo("joint");
        }
    }

    @Test
    void valuesOutOfTheirLimitsAreRefused() {
        assertThatThrownBy(() -> learner(Map.of("beta", "1")))
                .hasMessage("option 'beta' of method 'mla' must be 0.0 to 0.9999, was '1'");
        assertThatThrownBy(() -> learner(Map.of("lambda", "0")))
                .hasMessageContaining("option 'lambda' of method 'mla'");
        assertThatThrownBy(() -> learner(Map.of("prediction", "median")))
                .hasMessageContaining("must be entropy, mean, was 'median'");
    }
}
