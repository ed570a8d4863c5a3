/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.model.version.HostTensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LearnerTest {
    private final SyntheticStream stream = new SyntheticStream(2, 5);

    private Learner learner(String method, Map<String, String> options) {
        return Learner.create(
                stream.network(),
                LearnerOptions.builder()
                        .method(method, options)
                        .learningRate(0.05)
                        .seed(3)
                        .build());
    }

    private Learner joint() {
        return learner("joint", Map.of());
    }

    @Test
    void theLossFallsAndTheScoreRises() {
        try (Learner learner = joint()) {
            double first = 0;
            double last = 0;
            int correct = 0;
            for (int step = 1; step <= 120; step++) {
                StepReport report = learner.step(stream.batch(step, 16));
                first += step <= 10 ? report.loss() : 0;
                last += step > 110 ? report.loss() : 0;
                for (int i = 0; i < 16 && step > 110; i++) {
                    correct += report.predicted()[i] == report.labels()[i] ? 1 : 0;
                }
            }
            assertThat(last).isLessThan(0.5 * first);
            assertThat(correct).isGreaterThan(120);
        }
    }

    @Test
    void aMissingModalityContributesNothing() {
        MiniBatch whole = stream.batch(1, 16);
        MiniBatch.Builder deaf = MiniBatch.builder(2);
        for (MiniBatch.Example example : whole.examples()) {
            List<byte[]> media = java.util.Arrays.asList(null, example.media().get(1));
            deaf.add(media, example.label(), example.number());
        }
        try (Learner learner = joint()) {
            for (int step = 1; step <= 60; step++) {
                learner.step(stream.batch(step, 16));
            }
            assertThat(learner.coalitions(List.of(deaf.build())).contributions()[0]).isZero();
            assertThat(learner.coalitions(List.of(whole)).contributions()[0]).isNotZero();
        }
    }

    @Test
    void theReportTellsAboutEveryModality() {
        try (Learner learner = joint()) {
            StepReport report = learner.step(stream.batch(1, 8, 0.6));
            assertThat(report.step()).isEqualTo(1);
            assertThat(report.losses()).containsOnlyKeys("joint");
            assertThat(report.modalities()).containsOnlyKeys("audio", "video");
            ModalityReport audio = report.modalities().get("audio");
            assertThat(audio.discrepancyRatio()).isPositive();
            assertThat(audio.fisherTrace()).isPositive();
            assertThat(audio.gradientNorm())
                    .isCloseTo(
                            Math.sqrt(audio.fisherTrace()),
                            org.assertj.core.data.Offset.offset(1e-9));
            assertThat(audio.accuracy()).isBetween(0.0, 1.0);
            assertThat(audio.confidence()).isBetween(0.0, 1.0);
            assertThat(audio.missingRate() + report.modalities().get("video").missingRate())
                    .isPositive();
            int[] byAudio = report.predictedByModality().get("audio");
            for (int i = 0; i < 8; i++) {
                assertThat(byAudio[i] >= 0).isEqualTo(stream.batch(1, 8, 0.6).isPresent(i, 0));
            }
        }
    }

    @Test
    void aNonFiniteLossIsSkippedAndChangesNothing() throws IOException {
        try (Learner learner = learner("inforeg", Map.of("window", "3"))) {
            learner.step(stream.batch(1, 8));
            Map<String, HostTensor> before = learner.exportTensors();
            StepReport report = learner.step(stream.poisoned(2, 8));
            assertThat(report.skipped()).isTrue();
            assertThat(report.loss()).isNaN();
            assertThat(learner.skippedSteps()).isEqualTo(1);
            assertThat(learner.steps()).isEqualTo(2);
            assertThat(learner.exportTensors()).isEqualTo(before);
            assertThat(learner.step(stream.batch(3, 8)).skipped()).isFalse();
        }
    }

    @Test
    void examplesWithoutLabelsArePredictedButNotLearned() {
        try (Learner learner = joint()) {
            Map<String, HostTensor> before = learner.exportTensors();
            MiniBatch batch = stream.batch(1, 4);
            MiniBatch.Builder unlabelled = MiniBatch.builder(2);
            batch.examples()
                    .forEach(e -> unlabelled.add(e.media(), MiniBatch.NO_LABEL, e.number()));
            StepReport report = learner.step(unlabelled.build());
            assertThat(report.skipped()).isTrue();
            assertThat(report.predicted()).hasSize(4).doesNotContain(-1);
            assertThat(learner.exportTensors()).isEqualTo(before);
        }
    }

    @Test
    void evaluationChangesNothing() {
        try (Learner learner = joint()) {
            learner.step(stream.batch(1, 8));
            Map<String, HostTensor> before = learner.exportTensors();
            Evaluation evaluation = learner.evaluate(stream.batch(2, 8, 0.5));
            assertThat(evaluation.predicted()).hasSize(8);
            for (double[] row : evaluation.probabilities()) {
                double sum = 0;
                for (double p : row) {
                    sum += p;
                }
                assertThat(sum).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-5));
            }
            for (int i = 0; i < 8; i++) {
                assertThat(evaluation.predicted("video")[i] >= 0)
                        .isEqualTo(stream.batch(2, 8, 0.5).isPresent(i, 1));
            }
            assertThat(learner.exportTensors()).isEqualTo(before);
        }
    }

    @Test
    void theMethodChangesAtAStepAndABadOneLeavesTheOldOne() {
        try (Learner learner = joint()) {
            learner.step(stream.batch(1, 8));
            learner.changeMethod("ogm-ge+joint-with-unimodal-losses", Map.of("alpha", "0.3"));
            StepReport report = learner.step(stream.batch(2, 8));
            assertThat(report.method()).isEqualTo("ogm-ge+joint-with-unimodal-losses");
            assertThat(report.losses())
                    .containsOnlyKeys("joint", "unimodal.audio", "unimodal.video");
            assertThat(report.modalities().get("audio").coefficient()).isNotNull();
            assertThatThrownBy(() -> learner.changeMethod("ogm", Map.of("alpha", "7")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0.0 to 1.0")
                    .hasMessageContaining("'7'");
            assertThat(learner.step(stream.batch(3, 8)).method())
                    .isEqualTo("ogm-ge+joint-with-unimodal-losses");
        }
    }

    @Test
    void theStateNamesTheMethodThatRan() throws IOException {
        try (Learner first = joint();
                Learner second = joint()) {
            first.step(stream.batch(1, 8));
            first.changeMethod("inforeg", Map.of("window", "2"));
            first.step(stream.batch(2, 8));
            second.readState(new ByteArrayInputStream(state(first)));
            assertThat(second.method()).isEqualTo("inforeg");
            assertThat(second.methodOptions()).containsEntry("window", "2");
            assertThat(state(second)).isEqualTo(state(first));
        }
    }

    @Test
    void theStateOfAMethodThatReplacedTheFusionIsReadByALearnerThatHasNot() throws IOException {
        try (Learner first = learner("patchwork", Map.of());
                Learner second = joint()) {
            first.step(stream.batch(1, 8));
            second.readState(new ByteArrayInputStream(state(first)));
            assertThat(second.networkSpec()).isEqualTo(first.networkSpec());
            assertThat(second.step(stream.batch(2, 8)).loss())
                    .isEqualTo(first.step(stream.batch(2, 8)).loss());
        }
    }

    @Test
    void aTruncatedStateIsRefused() throws IOException {
        try (Learner learner = joint()) {
            byte[] whole = state(learner);
            byte[] half = java.util.Arrays.copyOf(whole, whole.length / 2);
            assertThatThrownBy(() -> learner.readState(new ByteArrayInputStream(half)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aForeignStateIsRefused() {
        try (Learner learner = joint()) {
            assertThatThrownBy(() -> learner.readState(new ByteArrayInputStream(new byte[64])))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not the state of a learner");
        }
    }

    @Test
    void aStateOfAnotherNetworkIsRefused() throws IOException {
        try (Learner learner = joint();
                Learner other =
                        Learner.create(stream.network("sum"), LearnerOptions.builder().build())) {
            byte[] state = state(other);
            assertThatThrownBy(() -> learner.readState(new ByteArrayInputStream(state)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("network");
        }
    }

    @Test
    void aBatchThatDoesNotFitIsRefusedBeforeAnythingChanges() {
        try (Learner learner = joint()) {
            MiniBatch wrongSize =
                    MiniBatch.builder(2).add(List.of(new byte[4], new byte[28]), 0, 7).build();
            assertThatThrownBy(() -> learner.step(wrongSize))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("example 7 has 4 bytes of 'audio', the network takes 120");
            MiniBatch.Example good = stream.batch(1, 1).examples().get(0);
            MiniBatch wrongLabel = MiniBatch.builder(2).add(good.media(), 4, 9).build();
            assertThatThrownBy(() -> learner.step(wrongLabel))
                    .hasMessage("example 9 has the label 4, the network has 4 classes");
            assertThat(learner.steps()).isZero();
        }
    }

    @Test
    void weightsAreExchangedByName() {
        try (Learner first = joint()) {
            first.step(stream.batch(1, 8));
            Map<String, HostTensor> weights = first.exportTensors();
            try (Learner second =
                    Learner.create(stream.network(), LearnerOptions.builder().build(), weights)) {
                assertThat(second.exportTensors()).isEqualTo(weights);
            }
        }
    }

    @Test
    void incompleteInitialWeightsAreRefused() {
        try (Learner learner = joint()) {
            Map<String, HostTensor> weights = new java.util.HashMap<>(learner.exportTensors());
            weights.remove("head.bias");
            assertThatThrownBy(
                            () ->
                                    Learner.create(
                                            stream.network(),
                                            LearnerOptions.builder().build(),
                                            weights))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("head.bias");
        }
    }

    private static byte[] state(Learner learner) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        learner.writeState(out);
        return out.toByteArray();
    }
}
