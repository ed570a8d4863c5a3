/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.monitoring.drift.DriftSignal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LfmTest {
    private static final Map<String, String> LEARNED =
            Map.of("schedule", "learned", "window", "4", "alignmentWeight", "0.5");

    private final SyntheticStream stream = new SyntheticStream(2, 5);

    private Learner learner(Map<String, String> options) {
        return Learner.create(
                stream.network(),
                LearnerOptions.builder().method("lfm", options).learningRate(0.05).seed(3).build());
    }

    private static double weight(StepReport report) {
        return report.methodMonitors().get("lfm.alignmentWeight");
    }

    private void holdOut(Learner learner, int examples) {
        stream.batch(1_000, examples).examples().forEach(learner::holdOut);
    }

    @Test
    void trainingBeginsWithAlignmentAndMovesOnToTheLabels() {
        try (Learner learner = learner(Map.of("window", "2"))) {
            for (int step = 1; step <= 9; step++) {
                double epoch = 1 + (step - 1) / 2.0;
                StepReport report = learner.step(stream.batch(step, 8));
                double weight = weight(report);
                assertThat(weight).isCloseTo(1 - Math.exp(-1 / epoch), within(1e-12));
                assertThat(report.loss())
                        .isCloseTo(
                                2 * (1 - weight) * report.losses().get("joint")
                                        + 2 * weight * report.losses().get("alignment"),
                                within(1e-6));
            }
        }
    }

    @Test
    void afterADriftItBeginsWithAlignmentAgain() {
        try (Learner learner = learner(Map.of("window", "1"))) {
            double first = weight(learner.step(stream.batch(1, 8)));
            for (int step = 2; step <= 5; step++) {
                assertThat(weight(learner.step(stream.batch(step, 8)))).isLessThan(first);
            }
            learner.onDrift(new DriftSignal("adwin", "loss", null, 1, 2, 5));
            assertThat(weight(learner.step(stream.batch(6, 8)))).isEqualTo(first);
        }
    }

    @Test
    void aLearnedWeightChangesOncePerWindowFromHeldOutExamples() {
        try (Learner learner = learner(LEARNED)) {
            for (int step = 1; step <= 3; step++) {
                assertThat(weight(learner.step(stream.batch(step, 8)))).isEqualTo(0.5);
            }
            holdOut(learner, 20);
            List<Integer> changes = new ArrayList<>();
            double last = 0.5;
            for (int step = 4; step <= 16; step++) {
                StepReport report = learner.step(stream.batch(step, 8));
                boolean learnt = report.methodMonitors().containsKey("lfm.hypergradient");
                assertThat(weight(report) != last).isEqualTo(learnt);
                if (learnt) {
                    double slope = report.methodMonitors().get("lfm.hypergradient");
                    assertThat(weight(report)).isCloseTo(last - slope, within(1e-12));
                    assertThat(report.methodMonitors().get("lfm.heldOutLoss")).isPositive();
                    changes.add(step);
                }
                last = weight(report);
            }
            assertThat(changes).containsExactly(4, 8, 12, 16);
        }
    }

    @Test
    void aLearnedWeightStaysWithinItsBounds() {
        try (Learner learner =
                learner(Map.of("schedule", "learned", "window", "1", "weightRate", "100000"))) {
            holdOut(learner, 8);
            for (int step = 1; step <= 10; step++) {
                assertThat(weight(learner.step(stream.batch(step, 8)))).isBetween(0.05, 0.95);
            }
        }
    }

    @Test
    void restoredWithinAWindowItGoesOnBitForBit() throws IOException {
        try (Learner original = learner(LEARNED);
                Learner restored = learner(LEARNED)) {
            holdOut(original, 20);
            for (int step = 1; step <= 6; step++) {
                original.step(stream.batch(step, 8, 0.3));
            }
            ByteArrayOutputStream state = new ByteArrayOutputStream();
            original.writeState(state);
            restored.readState(new ByteArrayInputStream(state.toByteArray()));
            for (int step = 7; step <= 56; step++) {
                MiniBatch batch = stream.batch(step, 8, 0.3);
                assertThat(Double.doubleToRawLongBits(restored.step(batch).loss()))
                        .as("loss of step %d", step)
                        .isEqualTo(Double.doubleToRawLongBits(original.step(batch).loss()));
            }
        }
    }

    @Test
    void whereNoExampleHasTwoModalitiesOnlyLabelsCount() {
        try (Learner learner = learner(Map.of())) {
            assertThat(learner.step(stream.without(1, 1, 8)).losses()).containsOnlyKeys("joint");
        }
    }

    @Test
    void itCanBeChainedWithLossesOfOtherMethodsWhileTheWeightIsLearned() {
        try (Learner learner =
                Learner.create(
                        stream.network(),
                        LearnerOptions.builder()
                                .method("lfm+joint-with-unimodal-losses", LEARNED)
                                .seed(3)
                                .build())) {
            holdOut(learner, 8);
            assertThat(learner.step(stream.batch(1, 8)).losses())
                    .containsOnlyKeys("joint", "alignment", "unimodal.audio", "unimodal.video");
        }
    }

    @Test
    void aWeightThatIsLearnedFromNothingIsRefused() {
        assertThatThrownBy(() -> learner(Map.of("schedule", "learned", "heldOutShare", "0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("option 'heldOutShare' must be above 0, was 0.0");
        assertThatThrownBy(() -> learner(Map.of("schedule", "cosine")))
                .hasMessageContaining("must be heuristic, fitted, learned, fixed, was 'cosine'");
        assertThatThrownBy(() -> learner(Map.of("alignmentWeight", "1.5")))
                .hasMessageContaining("must be 0.0 to 1.0, was '1.5'");
    }
}
