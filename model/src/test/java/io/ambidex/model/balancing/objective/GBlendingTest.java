/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.learning.SyntheticStream;
import io.ambidex.model.monitoring.drift.DriftSignal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GBlendingTest {
    private final SyntheticStream stream = new SyntheticStream(2, 5);

    private Learner learner(Map<String, String> options) {
        return Learner.create(
                stream.network(),
                LearnerOptions.builder()
                        .method("gblending", options)
                        .learningRate(0.05)
                        .seed(3)
                        .build());
    }

    @Test
    void weightsBeginEqualAndMoveAtTheEndOfAWindow() {
        try (Learner learner = learner(Map.of("window", "20"))) {
            for (int step = 1; step <= 41; step++) {
                Map<String, Double> monitors = learner.step(stream.batch(step, 8)).methodMonitors();
                double sum = 0;
                for (String head : new String[] {"audio", "video", "joint"}) {
                    double weight = monitors.get("blendingWeight." + head);
                    sum += weight;
                    assertThat(weight).isGreaterThanOrEqualTo(0.05 - 1e-12);
                    if (step <= 20) {
                        assertThat(weight).isEqualTo(1.0 / 3);
                    }
                    assertThat(monitors.containsKey("generalization." + head))
                            .isEqualTo(step >= 20);
                }
                assertThat(sum).isCloseTo(1, within(1e-12));
                if (step > 20) {
                    assertThat(monitors.get("blendingWeight.joint")).isNotEqualTo(1.0 / 3);
                }
            }
        }
    }

    @Test
    void theLossIsTheWeightedSum() {
        String fixed = "audio=0.25;video=0.125;joint=0.625";
        try (Learner learner = learner(Map.of("fixedWeights", fixed))) {
            StepReport report = learner.step(stream.batch(1, 8));
            Map<String, Double> losses = report.losses();
            assertThat(report.loss())
                    .isCloseTo(
                            0.25 * losses.get("unimodal.audio")
                                    + 0.125 * losses.get("unimodal.video")
                                    + 0.625 * losses.get("joint"),
                            within(1e-6));
        }
    }

    @Test
    void aMissingModalityLeavesItsWeightToLaterWindows() {
        try (Learner learner = learner(Map.of("window", "4"))) {
            for (int step = 1; step <= 9; step++) {
                learner.step(stream.without(1, step, 8));
            }
            StepReport report = learner.step(stream.without(1, 10, 8));
            assertThat(report.losses()).doesNotContainKey("unimodal.video");
            assertThat(report.methodMonitors().get("blendingWeight.video"))
                    .isCloseTo(1.0 / 3, within(1e-9));
        }
    }

    @Test
    void aDriftBeginsANewWindow() {
        try (Learner learner = learner(Map.of("window", "20"))) {
            for (int step = 1; step <= 15; step++) {
                learner.step(stream.batch(step, 8));
            }
            learner.onDrift(new DriftSignal("adwin", "loss", null, 1, 2, 15));
            for (int step = 16; step <= 34; step++) {
                assertThat(learner.step(stream.batch(step, 8)).methodMonitors())
                        .doesNotContainKey("generalization.joint");
            }
            assertThat(learner.step(stream.batch(35, 8)).methodMonitors())
                    .containsKey("generalization.joint");
        }
    }

    @Test
    void savedInTheMiddleOfAWindowTheNextWeightsAreTheSameBits() throws IOException {
        Map<String, String> options = Map.of("window", "16");
        try (Learner original = learner(options);
                Learner restored = learner(options)) {
            for (int step = 1; step <= 21; step++) {
                original.step(stream.batch(step, 8, 0.3));
            }
            ByteArrayOutputStream saved = new ByteArrayOutputStream();
            original.writeState(saved);
            restored.readState(new ByteArrayInputStream(saved.toByteArray()));
            for (int step = 22; step <= 71; step++) {
                StepReport one = original.step(stream.batch(step, 8, 0.3));
                StepReport other = restored.step(stream.batch(step, 8, 0.3));
                assertThat(other.loss()).as("loss of step %d", step).isEqualTo(one.loss());
                assertThat(other.methodMonitors().get("blendingWeight.audio"))
                        .isEqualTo(one.methodMonitors().get("blendingWeight.audio"));
            }
        }
    }

    @Test
    void weightsThatDoNotFitTheModalitiesAreRefused() {
        for (String wrong :
                new String[] {
                    "audio=1;video=1",
                    "audio=1;video=1;text=1;joint=1",
                    "audio=-1;video=1;joint=1",
                    "audio=0;video=0;joint=0",
                    "audio"
                }) {
            assertThatThrownBy(() -> learner(Map.of("fixedWeights", wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("[audio, video, joint]", "'" + wrong + "'");
        }
    }
}
