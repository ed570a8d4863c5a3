/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.version.HostTensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A rotation on trial: it comes at step 30, the second check after the warm-up, and the mean loss
 * of the six steps after it is held against that of the six before. The labels of those after it
 * are changed, so that the loss is worse.
 */
class RollingQGuardTest {
    private static final int BATCH = 8;
    private static final int ROTATION = 30;
    private static final int VERDICT = 36;
    private static final String TENSOR = "fusion.rotation";

    /** A pause of four windows after the verdict: the first check is at 60, the next rotates. */
    private static final int NEXT_AFTER_VERDICT = 65;

    /** A pause of two windows after the rotation: the first check is at 40, the next rotates. */
    private static final int NEXT_WITHOUT_VERDICT = 45;

    private final SyntheticStream stream = new SyntheticStream(2, 3);

    @Test
    void aRotationThatMakesTheLossWorseIsTakenBackBitForBitAndNothingElse() throws Exception {
        try (Learner guarded = learner("6", "sgd");
                Learner unguarded = learner("0", "sgd")) {
            train(guarded, 1, ROTATION - 1);
            HostTensor before = saved(guarded).get("network." + TENSOR);
            StepReport turned = train(guarded, ROTATION, ROTATION);
            assertThat(monitor(turned, "rotations")).isEqualTo(1);
            assertThat(saved(guarded).get("network." + TENSOR)).isNotEqualTo(before);

            assertThat(monitor(train(guarded, ROTATION + 1, VERDICT - 1), "rolledBack")).isZero();
            assertThat(monitor(train(guarded, VERDICT, VERDICT), "rolledBack")).isEqualTo(1);
            train(unguarded, 1, VERDICT);

            Map<String, HostTensor> expected = saved(unguarded);
            expected.put("network." + TENSOR, before);
            assertThat(saved(guarded))
                    .as("weights and momentum are those of the same steps without a verdict")
                    .containsAllEntriesOf(expected)
                    .hasSameSizeAs(expected);
        }
    }

    @Test
    void afterItThePauseIsTwiceAsLong() {
        try (Learner guarded = learner("6", "sgd");
                Learner unguarded = learner("0", "sgd")) {
            StepReport early = train(unguarded, 1, NEXT_WITHOUT_VERDICT - 1);
            assertThat(monitor(early, "rotations")).isEqualTo(1);
            early = train(unguarded, NEXT_WITHOUT_VERDICT, NEXT_WITHOUT_VERDICT);
            assertThat(monitor(early, "rotations")).isEqualTo(2);

            StepReport late = train(guarded, 1, NEXT_AFTER_VERDICT - 1);
            assertThat(monitor(late, "rotations")).isEqualTo(1);
            late = train(guarded, NEXT_AFTER_VERDICT, NEXT_AFTER_VERDICT);
            assertThat(monitor(late, "rotations")).isEqualTo(2);
            assertThat(monitor(late, "rolledBack")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "adamw"})
    void aTrialThatIsSavedInTheMiddleEndsInTheSameVerdict(String optimizer) throws Exception {
        try (Learner original = learner("6", optimizer);
                Learner restored = learner("6", optimizer)) {
            train(original, 1, ROTATION + 3);
            restored.readState(new ByteArrayInputStream(AdaptedVersions.state(original)));
            for (int step = ROTATION + 4; step <= NEXT_AFTER_VERDICT; step++) {
                StepReport one = train(original, step, step);
                StepReport other = train(restored, step, step);
                assertThat(monitor(one, "rolledBack")).isEqualTo(step < VERDICT ? 0 : 1);
                assertThat(other.methodMonitors()).isEqualTo(one.methodMonitors());
                assertThat(AdaptedVersions.state(restored))
                        .as("state after step %d", step)
                        .isEqualTo(AdaptedVersions.state(original));
            }
        }
    }

    @Test
    void aRotationStaysWhileTheLossIsNotWorse() {
        try (Learner guarded = learner("6", "sgd")) {
            StepReport last = null;
            for (int step = 1; step <= VERDICT; step++) {
                last = guarded.step(stream.batch(step, BATCH));
            }
            assertThat(monitor(last, "rotations")).isEqualTo(1);
            assertThat(monitor(last, "rolledBack")).isZero();
        }
    }

    private Learner learner(String guardSteps, String optimizer) {
        Map<String, String> options =
                Map.of(
                        "window", "5",
                        "warmUpSteps", "20",
                        "beta", "0",
                        "maxRotations", "9",
                        "tolerance", "0.05",
                        "guardSteps", guardSteps);
        return Learner.create(
                stream.network("attention"),
                LearnerOptions.builder()
                        .method("rollingq", options)
                        .optimizer(optimizer)
                        .learningRate(optimizer.equals("sgd") ? 0.05 : 0.005)
                        .momentum(0.9)
                        .precision(LearnerOptions.Precision.FLOAT64)
                        .seed(4)
                        .build());
    }

    /** Steps of a stream whose labels are others during the trial. */
    private StepReport train(Learner learner, int from, int to) {
        StepReport last = null;
        for (int step = from; step <= to; step++) {
            MiniBatch batch = stream.batch(step, BATCH);
            last = learner.step(step > ROTATION && step <= VERDICT ? relabelled(batch) : batch);
        }
        return last;
    }

    private static MiniBatch relabelled(MiniBatch batch) {
        return MiniBatch.of(
                batch.modalities(),
                batch.examples().stream()
                        .map(
                                e ->
                                        new MiniBatch.Example(
                                                e.media(),
                                                (e.label() + 1) % 4,
                                                e.number(),
                                                e.replayed()))
                        .toList());
    }

    private static double monitor(StepReport report, String name) {
        return report.methodMonitors().get("rollingq." + name);
    }

    /** Tensors of network and optimizer as they are saved, by section and name. */
    private static Map<String, HostTensor> saved(Learner learner) throws IOException {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        learner.writeState(state);
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        try (DataInputStream in =
                        new DataInputStream(new ByteArrayInputStream(state.toByteArray()));
                NDManager manager = NDManager.newBaseManager()) {
            LearnerState.readHeader(in);
            LearnerState.readTexts(in);
            LearnerState.readTexts(in);
            LearnerState.readNumbers(in);
            for (String section : new String[] {"network.", "optimizer."}) {
                NamedTensors read = LearnerState.readTensors(in, manager);
                read.entries()
                        .forEach(
                                e ->
                                        tensors.put(
                                                section + e.getKey(), HostTensor.of(e.getValue())));
            }
        }
        return tensors;
    }
}
