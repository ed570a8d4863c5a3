/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.djl.ndarray.NDArray;
import io.ambidex.model.balancing.BalancingMethodProvider;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.version.HostTensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every balancing method owes the learner, asked of every method on the class path (one of
 * them is written in test code) with two and three modalities and windows of three steps, and of
 * variants whose state has more to lose.
 */
class BalancingMethodConformanceTest {
    private static final int BATCH = 8;

    /**
     * @param method as configured
     * @param options of the method
     * @param modalities M
     * @param optimizer sgd or adamw
     * @param fusion of the network; with attention the encoders give tokens
     */
    record Subject(
            String method,
            Map<String, String> options,
            int modalities,
            String optimizer,
            String fusion) {

        Subject(String method, Map<String, String> options, int modalities, String optimizer) {
            this(method, options, modalities, optimizer, "concat");
        }

        SyntheticStream stream() {
            return new SyntheticStream(modalities, 11);
        }

        Learner learner() {
            return Learner.create(
                    stream().network(fusion),
                    LearnerOptions.builder()
                            .method(method, options)
                            .optimizer(optimizer)
                            .learningRate(optimizer.equals("sgd") ? 0.02 : 0.002)
                            .seed(4)
                            .build());
        }

        @Override
        public String toString() {
            return "%s %s M=%d %s %s".formatted(method, options, modalities, optimizer, fusion);
        }
    }

    static Stream<Subject> subjects() {
        List<Subject> subjects = new ArrayList<>();
        for (int m = 2; m <= 3; m++) {
            for (BalancingMethodProvider provider : BalancingMethods.providers()) {
                subjects.add(new Subject(provider.name(), ShortWindows.of(provider), m, "sgd"));
            }
            subjects.add(new Subject("ogm", Map.of("rule", "cvpr", "smoothing", "5"), m, "sgd"));
            subjects.add(new Subject("opm", Map.of("warmUpSteps", "0"), m, "adamw"));
            subjects.add(new Subject("inforeg", Map.of("window", "4", "L", "2"), m, "sgd"));
            subjects.add(new Subject("inforeg", Map.of("window", "4"), m, "adamw"));
            subjects.add(new Subject("umt", Map.of("snapshotSteps", "3"), m, "adamw"));
            subjects.add(new Subject("gblending", Map.of("window", "8"), m, "sgd"));
            subjects.add(new Subject("ogm-ge+joint-with-unimodal-losses", Map.of(), m, "sgd"));
            subjects.add(new Subject("mla", Map.of("rotation", "true"), m, "adamw"));
            subjects.add(new Subject("lfm", Map.of("schedule", "learned"), m, "sgd"));
            Map<String, String> blocks =
                    Map.of("unimodalSteps", "2", "boostingSteps", "4", "rectifyingSteps", "4");
            subjects.add(new Subject("reconboost", blocks, m, "sgd"));
            subjects.add(new Subject("reconboost", blocks, m, "adamw"));
            subjects.add(
                    new Subject(
                            "opm+inforeg", Map.of("window", "3", "warmUpSteps", "2"), m, "sgd"));
        }
        for (int m = 2; m <= 3; m++) {
            Map<String, String> often =
                    Map.of("diagnosisSteps", "3", "resetPeriodSteps", "30", "strength", "0.5");
            subjects.add(new Subject("relearning", often, m, "sgd"));
            subjects.add(new Subject("pmr", Map.of("window", "4"), m, "sgd"));
            Map<String, String> publishedPmr =
                    Map.of(
                            "window", "4",
                            "prototypes", "replay",
                            "coefficients", "switch",
                            "entropyWeight", "0.01");
            subjects.add(new Subject("pmr", publishedPmr, m, "adamw"));
            Map<String, String> early = Map.of("warmUpSteps", "5", "revalueSteps", "1");
            subjects.add(new Subject("sample-valuation", early, m, "sgd"));
            Map<String, String> byModality =
                    Map.of("level", "modality", "warmUpSteps", "5", "averageSteps", "4");
            subjects.add(new Subject("sample-valuation", byModality, m, "adamw"));
        }
        for (int m = 2; m <= 3; m++) {
            Map<String, String> often =
                    Map.of(
                            "window", "3",
                            "beta", "0",
                            "sigma", "0.5",
                            "maxRotations", "5",
                            "guardSteps", "4",
                            "probes", "true");
            subjects.add(new Subject("rollingq", often, m, "sgd", "attention"));
            subjects.add(new Subject("rollingq+ogm-ge", often, m, "adamw", "attention"));
            Map<String, String> epochs =
                    Map.of("variant", "published", "window", "4", "beta", "0", "maxRotations", "9");
            subjects.add(new Subject("rollingq", epochs, m, "sgd", "attention"));
            subjects.add(new Subject("ogm-ge", Map.of(), m, "sgd", "attention"));
            subjects.add(
                    new Subject("joint-with-unimodal-losses", Map.of(), m, "adamw", "attention"));
        }
        Map<String, String> published = Map.of("variant", "published", "window", "4");
        subjects.add(new Subject("inforeg", published, 2, "sgd"));
        Map<String, String> heads = new HashMap<>(published);
        heads.put("unimodalHeads", "separate");
        subjects.add(new Subject("inforeg", heads, 2, "sgd"));
        subjects.add(new Subject("unimodal", Map.of("modality", "video"), 3, "sgd"));
        return subjects.stream();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void twoHundredStepsStayFinite(Subject subject) {
        SyntheticStream stream = subject.stream();
        try (Learner learner = subject.learner()) {
            double first = 0;
            double last = 0;
            for (int step = 1; step <= 200; step++) {
                holdOut(learner, stream, step);
                StepReport report = learner.step(stream.batch(step, BATCH, 0.2));
                assertThat(report.skipped()).as("step %d", step).isFalse();
                assertThat(report.loss()).as("step %d", step).isFinite();
                // Distances to a teacher grow while it learns: the joint loss tells, if there is
                // one.
                double learned = report.losses().getOrDefault(ObjectiveStage.JOINT, report.loss());
                first += step <= 20 ? learned : 0;
                last += step > 180 ? learned : 0;
            }
            assertThat(last).as("loss of the last 20 steps").isLessThan(first);
            for (HostTensor tensor : learner.exportTensors().values()) {
                assertThat(tensor.isFinite()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void aBatchOfOneClassOrOfOneExampleIsLegal(Subject subject) {
        SyntheticStream stream = subject.stream();
        try (Learner learner = subject.learner()) {
            for (int step = 1; step <= 6; step++) {
                assertThat(learner.step(stream.oneClass(step, BATCH)).loss()).isFinite();
                assertThat(learner.step(stream.batch(step, 1)).loss()).isFinite();
            }
            assertThat(learner.skippedSteps()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void anAbsentModalityDoesNotMoveMomentumIncluded(Subject subject) {
        SyntheticStream stream = subject.stream();
        try (Learner learner = subject.learner()) {
            for (int step = 1; step <= 4; step++) {
                learner.step(stream.batch(step, BATCH));
            }
            int absent = subject.modalities() - 1;
            String prefix = learner.networkSpec().modalities().get(absent).tensorPrefix();
            Map<String, HostTensor> weights = startingWith(prefix, learner.exportTensors());
            Map<String, List<Double>> momentum = optimizerState(learner, prefix);
            StepReport report = learner.step(stream.without(absent, 5, BATCH));
            ModalityReport told =
                    report.modalities().get(learner.networkSpec().modalityNames().get(absent));
            assumeFalse(
                    report.replayed() > 0 && told.gradientNorm() != null,
                    "an earlier example that came back has the modality");
            assertThat(told)
                    .extracting(ModalityReport::missingRate, ModalityReport::gradientNorm)
                    .containsExactly(1.0, null);
            assertThat(startingWith(prefix, learner.exportTensors())).isEqualTo(weights);
            assertThat(optimizerState(learner, prefix)).isEqualTo(momentum);
            assertThat(learner.step(stream.batch(6, BATCH)).loss()).isFinite();
        }
    }

    private static Map<String, HostTensor> startingWith(
            String prefix, Map<String, HostTensor> tensors) {
        Map<String, HostTensor> some = new HashMap<>();
        tensors.forEach(
                (name, tensor) -> {
                    if (name.startsWith(prefix)) {
                        some.put(name, tensor);
                    }
                });
        return some;
    }

    private static Map<String, List<Double>> optimizerState(Learner learner, String prefix) {
        Map<String, List<Double>> state = new HashMap<>();
        for (Map.Entry<String, NDArray> entry : learner.optimizerState().entries()) {
            if (entry.getKey().contains("/" + prefix)) {
                List<Double> values = new ArrayList<>();
                for (double value : HostValues.of(entry.getValue())) {
                    values.add(value);
                }
                state.put(entry.getKey(), values);
            }
        }
        return state;
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void theStateIsRestoredBitForBit(Subject subject) throws IOException {
        SyntheticStream stream = subject.stream();
        try (Learner original = subject.learner();
                Learner restored = subject.learner()) {
            // Windows have three or four steps: this is in the middle of them.
            for (int step = 1; step <= 7; step++) {
                holdOut(original, stream, step);
                original.step(stream.batch(step, BATCH, 0.3));
            }
            restored.step(stream.batch(99, BATCH));
            restored.readState(new ByteArrayInputStream(bytes(original)));
            assertThat(state(restored)).isEqualTo(state(original));
            for (int step = 8; step <= 57; step++) {
                MiniBatch batch = stream.batch(step, BATCH, 0.3);
                holdOut(original, stream, step);
                holdOut(restored, stream, step);
                assertThat(Double.doubleToRawLongBits(restored.step(batch).loss()))
                        .as("loss of step %d", step)
                        .isEqualTo(Double.doubleToRawLongBits(original.step(batch).loss()));
            }
            assertThat(state(restored)).isEqualTo(state(original));
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void aSkippedStepLeavesNoTrace(Subject subject) throws IOException {
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
    @MethodSource("subjects")
    void twoLearnersInTwoThreadsGiveTheBitsTheyGiveAlone(Subject subject) throws Exception {
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

    /** Two examples that are never trained on. */
    private static void holdOut(Learner learner, SyntheticStream stream, long step) {
        stream.batch(5_000 + step, 2, 0.2).examples().forEach(learner::holdOut);
    }

    private static String train(Subject subject, long from) throws IOException {
        SyntheticStream stream = subject.stream();
        try (Learner learner = subject.learner()) {
            for (long step = from + 1; step <= from + 12; step++) {
                holdOut(learner, stream, step);
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
