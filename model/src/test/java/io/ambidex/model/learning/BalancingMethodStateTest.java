/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.model.version.HostTensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every balancing method owes the learner's state: nothing that later steps depend on is
 * anywhere else.
 */
class BalancingMethodStateTest {
    private static final String SUBJECTS = "io.ambidex.model.learning.ConformanceSubject#all";
    private static final int BATCH = 8;

    @ParameterizedTest
    @MethodSource(SUBJECTS)
    void theStateIsRestoredBitForBit(ConformanceSubject subject) throws IOException {
        SyntheticStream stream = subject.stream();
        try (Learner original = subject.learner();
                Learner restored = subject.learner()) {
            // Windows have three or four steps: this is in the middle of them.
            for (int step = 1; step <= 7; step++) {
                stream.heldOut(step).forEach(original::holdOut);
                original.step(stream.batch(step, BATCH, 0.3));
            }
            restored.step(stream.batch(99, BATCH));
            restored.readState(new ByteArrayInputStream(bytes(original)));
            assertThat(state(restored)).isEqualTo(state(original));
            for (int step = 8; step <= 57; step++) {
                MiniBatch batch = stream.batch(step, BATCH, 0.3);
                stream.heldOut(step).forEach(original::holdOut);
                stream.heldOut(step).forEach(restored::holdOut);
                assertThat(Double.doubleToRawLongBits(restored.step(batch).loss()))
                        .as("loss of step %d", step)
                        .isEqualTo(Double.doubleToRawLongBits(original.step(batch).loss()));
            }
            assertThat(state(restored)).isEqualTo(state(original));
        }
    }

    @ParameterizedTest
    @MethodSource(SUBJECTS)
    void aSkippedStepLeavesNoTrace(ConformanceSubject subject) throws IOException {
        SyntheticStream stream = subject.stream();
        try (Learner poisoned = subject.learner();
                Learner unlabelled = subject.learner()) {
            for (int step = 1; step <= 5; step++) {
                poisoned.step(stream.batch(step, BATCH));
                unlabelled.step(stream.batch(step, BATCH));
            }
            boolean skipped = poisoned.step(stream.poisoned(6, BATCH)).skipped();
            for (HostTensor tensor : poisoned.exportTensors().values()) {
                assertThat(tensor.isFinite()).isTrue();
            }
            // A method that brings examples back trains on those even when the fresh ones have no
            // label.
            if (skipped && unlabelled.step(withoutLabels(stream.batch(6, BATCH))).skipped()) {
                for (int step = 7; step <= 12; step++) {
                    poisoned.step(stream.batch(step, BATCH));
                    unlabelled.step(stream.batch(step, BATCH));
                }
                assertThat(state(poisoned)).isEqualTo(state(unlabelled));
            }
        }
    }

    private static MiniBatch withoutLabels(MiniBatch batch) {
        MiniBatch.Builder unlabelled = MiniBatch.builder(batch.modalities());
        batch.examples().forEach(e -> unlabelled.add(e.media(), MiniBatch.NO_LABEL, e.number()));
        return unlabelled.build();
    }

    @ParameterizedTest
    @MethodSource(SUBJECTS)
    void twoLearnersInTwoThreadsGiveTheBitsTheyGiveAlone(ConformanceSubject subject)
            throws Exception {
        String alone = train(subject, 0);
        String other = train(subject, 1_000);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<String> first = threads.submit(() -> train(subject, 0));
            Future<String> second = threads.submit(() -> train(subject, 1_000));
            assertThat(first.get()).isEqualTo(alone);
            assertThat(second.get()).isEqualTo(other);
        } finally {
            threads.shutdownNow();
        }
    }

    private static String train(ConformanceSubject subject, long from) throws IOException {
        SyntheticStream stream = subject.stream();
        try (Learner learner = subject.learner()) {
            for (long step = from + 1; step <= from + 12; step++) {
                stream.heldOut(step).forEach(learner::holdOut);
                learner.step(stream.batch(step, BATCH, 0.2));
            }
            return state(learner);
        }
    }

    /** Digest of everything that later steps depend on. */
    private static String state(Learner learner) throws IOException {
        return HexFormat.of().formatHex(sha256().digest(bytes(learner)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] bytes(Learner learner) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        learner.writeState(out);
        return out.toByteArray();
    }
}
