/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.monitoring.drift.DriftSignal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterventionsTest {
    private static final DriftSignal DRIFT = new DriftSignal("adwin", "loss", null, 0.2, 0.7, 6);
    private static final double RATE = 0.01;

    private final SyntheticStream stream = new SyntheticStream(2, 3);

    private Learner learner(String method, Map<String, String> options) {
        return Learner.create(
                stream.network(),
                LearnerOptions.builder()
                        .method(method, options)
                        .learningRate(RATE)
                        .seed(5)
                        .build());
    }

    @Test
    void theLearningRateIsRaisedForSoManyStepsAndThenItsOwnAgain() {
        try (Learner learner = learner("joint", Map.of())) {
            learner.step(stream.batch(1, 4));
            learner.raiseLearningRate(3, 2);
            for (int step = 2; step <= 5; step++) {
                assertThat(learner.step(stream.batch(step, 4)).learningRate())
                        .as("step %d", step)
                        .isCloseTo(step <= 3 ? 3 * RATE : RATE, within(1e-15));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"joint", "inforeg", "patchwork"})
    void aFrozenStepScoresButChangesNothing(String method) {
        try (Learner learner = learner(method, Map.of())) {
            learner.step(stream.batch(1, 8));
            var weights = learner.exportTensors();
            learner.freeze(2);
            assertThat(learner.isFrozen()).isTrue();
            for (int step = 2; step <= 3; step++) {
                StepReport report = learner.step(stream.batch(step, 8));
                assertThat(report.frozen()).isTrue();
                assertThat(report.skipped()).isTrue();
                assertThat(report.loss()).isFinite();
                assertThat(report.predicted()).doesNotContain(-1);
            }
            assertThat(learner.exportTensors()).isEqualTo(weights);
            assertThat(learner.isFrozen()).isFalse();
            assertThat(learner.step(stream.batch(4, 8)).skipped()).isFalse();
            assertThat(learner.exportTensors()).isNotEqualTo(weights);
        }
    }

    @Test
    void freezingUntilFurtherNoticeEndsWithResume() {
        try (Learner learner = learner("joint", Map.of())) {
            learner.step(stream.batch(1, 4));
            learner.freeze(Long.MAX_VALUE);
            assertThat(learner.step(stream.batch(2, 4)).frozen()).isTrue();
            learner.resume();
            assertThat(learner.step(stream.batch(3, 4)).frozen()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"joint", "inforeg", "patchwork", "opm+inforeg"})
    void whatWasDoneAboutADriftIsPartOfTheState(String method) throws IOException {
        try (Learner original = learner(method, Map.of());
                Learner restored = learner(method, Map.of())) {
            for (int step = 1; step <= 6; step++) {
                original.step(stream.batch(step, 8));
            }
            original.onDrift(DRIFT);
            original.raiseLearningRate(2, 5);
            original.freeze(1);
            restored.readState(new ByteArrayInputStream(state(original)));
            assertThat(restored.isFrozen()).isTrue();
            for (int step = 7; step <= 20; step++) {
                original.step(stream.batch(step, 8));
                restored.step(stream.batch(step, 8));
            }
            assertThat(state(restored)).isEqualTo(state(original));
        }
    }

    @Test
    void aDriftReopensThePrimeLearningWindowBeforeTheNextStep() {
        // No trace can rise by this much, so that the windows close and stay closed.
        Map<String, String> options =
                Map.of("window", "2", "L", "1", "K", "1", "startsOpen", "false");
        try (Learner learner = learner("inforeg", options)) {
            for (int step = 1; step <= 8; step++) {
                learner.step(stream.batch(step, 8));
            }
            assertThat(open(learner.step(stream.batch(9, 8)))).isFalse();
            learner.onDrift(DRIFT);
            assertThat(open(learner.step(stream.batch(10, 8)))).isTrue();
            for (int step = 11; step <= 14; step++) {
                learner.step(stream.batch(step, 8));
            }
            assertThat(open(learner.step(stream.batch(15, 8)))).isFalse();
        }
    }

    private static boolean open(StepReport report) {
        return report.modalities().get("audio").primeLearningWindow();
    }

    @Test
    void valuesOutsideTheLimitsAreRefused() {
        try (Learner learner = learner("joint", Map.of())) {
            assertThatThrownBy(() -> learner.raiseLearningRate(0, 5))
                    .hasMessageContaining("was 0.0");
            assertThatThrownBy(() -> learner.raiseLearningRate(2, 0))
                    .hasMessageContaining("were 0");
            assertThatThrownBy(() -> learner.freeze(-1)).hasMessageContaining("were -1");
        }
    }

    private static byte[] state(Learner learner) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        learner.writeState(out);
        return out.toByteArray();
    }
}
