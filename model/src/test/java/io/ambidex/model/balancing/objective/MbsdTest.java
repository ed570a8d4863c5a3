/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.learning.SyntheticStream;
import io.ambidex.model.version.HostTensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MbsdTest {
    private final SyntheticStream stream = new SyntheticStream(2, 11);

    private static Learner learner(
            SyntheticStream stream, String method, Map<String, HostTensor> initial) {
        return Learner.create(
                stream.network(),
                LearnerOptions.builder().method(method, Map.of()).learningRate(0.02).build(),
                initial);
    }

    @Test
    void theTeacherLearnsNothingFromItsStudent() {
        try (Learner before = learner(stream, "joint-with-unimodal-losses", Map.of())) {
            for (int step = 1; step <= 150; step++) {
                before.step(stream.batch(step, 16));
            }
            Map<String, HostTensor> weights = before.exportTensors();
            for (int step = 151; step <= 200; step++) {
                if (audioTeachesAlone(weights, stream.batch(step, 4))) {
                    return;
                }
            }
        }
        throw new AssertionError("audio was never the only teacher");
    }

    /** Whether it does; then the teacher must move as without distillation, the student not. */
    private boolean audioTeachesAlone(Map<String, HostTensor> weights, MiniBatch batch) {
        try (Learner taught = learner(stream, "mbsd", weights);
                Learner alone = learner(stream, "joint-with-unimodal-losses", weights)) {
            StepReport report = taught.step(batch);
            alone.step(batch);
            if (report.methodMonitors().get("teaches.audio.video") != 1) {
                return false;
            }
            String teacher = "audio_net.conv1.weight";
            String student = "video_net.fc1.weight";
            assertThat(taught.exportTensors().get(teacher))
                    .isEqualTo(alone.exportTensors().get(teacher));
            assertThat(taught.exportTensors().get(student))
                    .isNotEqualTo(alone.exportTensors().get(student));
            return true;
        }
    }

    @Test
    void onlyExamplesWithBothModalitiesOfAPairAreDistilled() {
        try (Learner learner = learner(stream, "mbsd", Map.of())) {
            StepReport report = learner.step(stream.without(1, 1, 8));
            assertThat(report.losses()).containsOnlyKeys("joint", "unimodal.audio");
            assertThat(report.methodMonitors()).isEmpty();
        }
        SyntheticStream three = new SyntheticStream(3, 5);
        try (Learner learner = learner(three, "mbsd", Map.of())) {
            assertThat(learner.step(three.without(0, 1, 8)).methodMonitors())
                    .containsOnlyKeys("gap.video.text", "teaches.video.text", "distillationShare");
        }
    }

    @Test
    void theShareOfDistillationInTheLossIsReported() {
        try (Learner learner = learner(stream, "mbsd", Map.of())) {
            StepReport report = learner.step(stream.batch(1, 8));
            double distilled =
                    report.losses().get(Mbsd.DIVERGENCE) + report.losses().get(Mbsd.LOGITS);
            assertThat(report.methodMonitors().get("distillationShare"))
                    .isCloseTo(distilled / report.loss(), within(1e-6));
        }
    }
}
