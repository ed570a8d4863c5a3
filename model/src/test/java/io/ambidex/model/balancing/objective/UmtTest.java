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
import io.ambidex.model.version.HostTensor;
import io.ambidex.model.version.ReadLimits;
import io.ambidex.model.version.Safetensors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UmtTest {
    private final SyntheticStream stream = new SyntheticStream(2, 5);
    @TempDir Path folder;

    private Learner learner(Map<String, String> options) {
        return learner(stream, options);
    }

    private static Learner learner(SyntheticStream stream, Map<String, String> options) {
        return Learner.create(
                stream.network(),
                LearnerOptions.builder().method("umt", options).learningRate(0.05).seed(3).build());
    }

    private Path teachers(SyntheticStream from, String name) throws IOException {
        try (Learner teacher = Learner.create(from.network(), LearnerOptions.builder().build())) {
            for (int step = 1; step <= 20; step++) {
                teacher.step(from.batch(step, 8));
            }
            Path file = folder.resolve(name);
            Files.write(file, new Safetensors(Map.of(), teacher.exportTensors()).toBytes());
            return file;
        }
    }

    @Test
    void onlineTeachersLearnAndTheWeightGrowsOverTheWarmUp() {
        try (Learner learner = learner(Map.of("warmUpSteps", "10"))) {
            double first = 0;
            double last = 0;
            for (int step = 1; step <= 120; step++) {
                StepReport report = learner.step(stream.batch(step, 16));
                assertThat(report.methodMonitors().get("distillationWeight"))
                        .isCloseTo(Math.min(10, step - 1), within(1e-12));
                first += step <= 20 ? report.losses().get("teacher.audio") : 0;
                last += step > 100 ? report.losses().get("teacher.audio") : 0;
            }
            assertThat(last).isLessThan(first / 2);
        }
    }

    @Test
    void aDriftBeginsTheWarmUpAgain() {
        try (Learner learner = learner(Map.of("warmUpSteps", "4"))) {
            for (int step = 1; step <= 6; step++) {
                learner.step(stream.batch(step, 8));
            }
            learner.onDrift(new DriftSignal("adwin", "loss", null, 1, 2, 6));
            assertThat(learner.step(stream.batch(7, 8)).methodMonitors())
                    .containsEntry("distillationWeight", 0.0);
        }
    }

    @Test
    void theStudentComesCloserToFrozenTeachersThatDoNotChange() throws IOException {
        String file = teachers(stream, "one.safetensors").toString();
        try (Learner learner = learner(Map.of("teacherFiles", file))) {
            double before = distance(learner.step(stream.batch(1, 16)));
            double after = 0;
            for (int step = 2; step <= 60; step++) {
                after = distance(learner.step(stream.batch(step, 16)));
            }
            assertThat(after).isLessThan(before / 2);
        }
    }

    private static double distance(StepReport report) {
        return report.methodMonitors().get("teacherDistance.video");
    }

    @Test
    void everyModalityCanHaveAFileOfItsOwn() throws IOException {
        Path one = teachers(stream, "one.safetensors");
        Path other = teachers(new SyntheticStream(2, 6), "other.safetensors");
        try (Learner mixed = learner(Map.of("teacherFiles", "audio=" + one + ";video=" + other));
                Learner same = learner(Map.of("teacherFiles", one.toString()))) {
            Map<String, Double> mine = mixed.step(stream.batch(1, 8)).methodMonitors();
            Map<String, Double> theirs = same.step(stream.batch(1, 8)).methodMonitors();
            assertThat(mine.get("teacherDistance.audio"))
                    .isEqualTo(theirs.get("teacherDistance.audio"));
            assertThat(mine.get("teacherDistance.video"))
                    .isNotEqualTo(theirs.get("teacherDistance.video"));
        }
    }

    @Test
    void aTeacherFileThatCannotTeachIsRefusedBeforeAnythingStarts() throws Exception {
        assertRefused(folder.resolve("none").toString(), "does not exist");
        Path torn = Files.write(folder.resolve("torn"), new byte[] {1, 2, 3});
        assertRefused(torn.toString(), "cannot be read: the file is truncated");
        assertRefused("audio=" + torn, "names no file for modality 'video'");

        Map<String, HostTensor> tensors =
                new HashMap<>(
                        Safetensors.read(
                                        Files.readAllBytes(teachers(stream, "good")),
                                        ReadLimits.DEFAULT)
                                .tensors());
        tensors.put("video_net.fc1.weight", tensors.get("video_net.fc2.weight"));
        Path wrong = folder.resolve("wrong");
        Files.write(wrong, new Safetensors(Map.of(), tensors).toBytes());
        assertRefused(
                wrong.toString(),
                "tensor 'video_net.fc1.weight' of teacher file '" + wrong + "'",
                "must have the shape [8, 7], not [6, 8]");
        tensors.remove("video_net.fc1.weight");
        Files.write(wrong, new Safetensors(Map.of(), tensors).toBytes());
        assertRefused(wrong.toString(), "has no tensor 'video_net.fc1.weight'");
    }

    private void assertRefused(String files, String... reasons) {
        assertThatThrownBy(() -> learner(Map.of("teacherFiles", files)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(reasons);
    }

    @Test
    void aSavedLearnerGoesOnOnlyWithTheSameTeachers() throws IOException {
        Path file = teachers(stream, "one.safetensors");
        Map<String, String> options = Map.of("teacherFiles", file.toString());
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        try (Learner learner = learner(options)) {
            learner.step(stream.batch(1, 8));
            learner.writeState(saved);
        }
        try (Learner restored = learner(options)) {
            restored.readState(new ByteArrayInputStream(saved.toByteArray()));
            assertThat(restored.step(stream.batch(2, 8)).skipped()).isFalse();
        }
        Files.copy(
                teachers(new SyntheticStream(2, 6), "other"),
                file,
                StandardCopyOption.REPLACE_EXISTING);
        try (Learner restored = learner(options)) {
            assertThatThrownBy(
                            () -> restored.readState(new ByteArrayInputStream(saved.toByteArray())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("are not those of the saved learner");
        }
    }

    @Test
    void aSnapshotTeachesUntilItIsRenewed() {
        try (Learner learner = learner(Map.of("snapshotSteps", "3", "warmUpSteps", "0"))) {
            // Student and snapshot begin with the same weights and differ by batch norm's mode
            // only.
            assertThat(distance(learner.step(stream.batch(1, 8)))).isZero();
            assertThat(distance(learner.step(stream.batch(2, 8)))).isPositive();
        }
    }

    @Test
    void aMissingModalityHasNoDistance() {
        try (Learner learner = learner(Map.of())) {
            StepReport report = learner.step(stream.without(1, 1, 8));
            assertThat(report.methodMonitors()).doesNotContainKey("teacherDistance.video");
            assertThat(report.losses()).doesNotContainKeys("teacher.video", "distillation.video");
        }
    }
}
