/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.Control;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.monitoring.Alerts;
import io.ambidex.flink.monitoring.CountUpdate;
import io.ambidex.flink.monitoring.Counts;
import io.ambidex.flink.monitoring.SideOutputs;
import io.ambidex.flink.training.ledger.ExampleChain;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.version.Predictor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainOperatorTest {

    private static final int EXAMPLES = 22;

    @TempDir Path directory;

    /** A trainer with its inputs and outputs. */
    private static final class Run implements AutoCloseable {
        final TwoInputStreamOperatorTestHarness<Example, TrainingSignal, MonitorRecord> harness;

        Run(TrainerSettings settings, OperatorSubtaskState state) throws Exception {
            harness = new TwoInputStreamOperatorTestHarness<>(new TrainOperator(settings));
            harness.setup();
            if (state != null) {
                harness.initializeState(state);
            }
            harness.open();
            harness.setProcessingTime(1);
            harness.processWatermark2(Watermark.MAX_WATERMARK);
        }

        Run(Path directory) throws Exception {
            this(TrainingFixture.settings(directory), null);
        }

        Run feed(List<Example> examples) throws Exception {
            for (Example example : examples) {
                harness.processElement1(example, example.timeMillis());
            }
            return this;
        }

        Run control(String id, long effectiveAt, String method, Map<String, String> options)
                throws Exception {
            harness.processElement2(
                    TrainingSignal.of(
                            new Control(id, effectiveAt, method, options, null, "main", Map.of())),
                    0);
            return this;
        }

        Run watermark(long millis) throws Exception {
            harness.processWatermark1(new Watermark(millis));
            return this;
        }

        Run end() throws Exception {
            harness.endInput1();
            harness.endInput2();
            harness.getOperator().finish();
            return this;
        }

        List<MonitorRecord> monitors() {
            return harness.extractOutputValues();
        }

        List<LedgerEntry> ledger() {
            return side(SideOutputs.LEDGER);
        }

        List<ModelUpdate> versions() {
            return side(SideOutputs.MODEL_UPDATES);
        }

        List<Alert> alerts() {
            return side(SideOutputs.ALERTS);
        }

        String lastDigest() {
            return versions().get(versions().size() - 1).getDigest();
        }

        private <T> List<T> side(OutputTag<T> tag) {
            List<T> values = new ArrayList<>();
            if (harness.getSideOutput(tag) != null) {
                harness.getSideOutput(tag).forEach(record -> values.add(record.getValue()));
            }
            return values;
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }

    @Test
    void versionZeroIsPublishedAtTheStartAndIsWhatPredictorsBeginWith() throws Exception {
        try (Run run = new Run(directory)) {
            assertThat(run.versions())
                    .extracting(ModelUpdate::getEpoch, ModelUpdate::getNumber, ModelUpdate::getStep)
                    .containsExactly(tuple(0L, 0L, 0L));
            try (Predictor initial = Predictor.initial(TrainingFixture.network(), 7, "cpu")) {
                assertThat(run.lastDigest()).isEqualTo(initial.digest());
            }
        }
    }

    @Test
    void trainingMayBeginWithTheWeightsOfAVersion() throws Exception {
        ModelUpdate version;
        try (Run run = new Run(directory.resolve("a")).feed(TrainingFixture.examples(8)).end()) {
            version = last(run.versions());
        }
        TrainerSettings fresh = TrainingFixture.settings(directory.resolve("b"));
        TrainerSettings given =
                new TrainerSettings(
                        fresh.modelName(),
                        fresh.network(),
                        fresh.learner(),
                        version.getPath(),
                        fresh.batchSize(),
                        fresh.batchTimeoutMillis(),
                        fresh.settleDelayMillis(),
                        fresh.directory(),
                        fresh.publishEverySteps(),
                        fresh.monitorEverySteps(),
                        fresh.contributionEverySteps(),
                        fresh.scoreWindow(),
                        fresh.fadingFactor(),
                        null,
                        fresh.stateStore(),
                        fresh.drift(),
                        false);
        try (Run run = new Run(given, null)) {
            assertThat(run.lastDigest()).isEqualTo(version.getDigest());
            assertThat(run.versions().get(0).getNumber()).isZero();
        }
    }

    @Test
    void aCommandToASecondLearnerIsRefusedWhereThereIsNone() throws Exception {
        try (Run run = new Run(directory)) {
            Control toShadow = new Control("s", 0L, "ogm", Map.of(), null, "shadow", Map.of());
            Control toNobody = new Control("t", 0L, "ogm", Map.of(), null, "third", Map.of());
            run.harness.processElement2(TrainingSignal.of(toShadow), 0);
            run.harness.processElement2(TrainingSignal.of(toNobody), 0);
            run.feed(TrainingFixture.examples(8)).end();
            assertThat(run.alerts())
                    .extracting(Alert::getMessage)
                    .satisfiesExactly(
                            first ->
                                    assertThat(first)
                                            .contains(
                                                    "no second learner", "training.shadow.method"),
                            second ->
                                    assertThat(second)
                                            .contains("must be main or shadow, but is third"));
            assertThat(run.monitors()).extracting(MonitorRecord::getMethod).doesNotContain("ogm");
        }
    }

    @Test
    void anExampleWaitsUntilNoEarlierOneCanCome() throws Exception {
        try (Run run = new Run(directory)) {
            List<Example> four = TrainingFixture.examples(4);
            long last = four.get(3).timeMillis();
            run.feed(four).watermark(last + TrainingFixture.SETTLE_DELAY - 1);
            assertThat(run.monitors()).isEmpty();
            run.watermark(last + TrainingFixture.SETTLE_DELAY);
            assertThat(run.monitors()).hasSize(1);
        }
    }

    @Test
    void theOrderOfArrivalMakesNoDifference() throws Exception {
        List<Example> shuffled = new ArrayList<>(TrainingFixture.examples(EXAMPLES));
        Collections.shuffle(shuffled, new Random(3));
        try (Run ordered = new Run(directory.resolve("a"));
                Run other = new Run(directory.resolve("b"))) {
            for (Example example : TrainingFixture.examples(EXAMPLES)) {
                ordered.feed(List.of(example)).watermark(example.timeMillis());
            }
            ordered.end();
            other.feed(shuffled).end();
            assertThat(other.lastDigest()).isEqualTo(ordered.lastDigest());
            assertThat(repeatable(other.monitors())).isEqualTo(repeatable(ordered.monitors()));
        }
    }

    @Test
    void aRestoredTrainerGoesOnBitForBit() throws Exception {
        for (String method : List.of("joint", "ogm-ge", "inforeg")) {
            LearnerOptions learner =
                    LearnerOptions.builder().learningRate(0.05).seed(7).method(method).build();
            List<Example> examples = TrainingFixture.examples(EXAMPLES);
            try (Run undisturbed =
                            new Run(settings(method + "-a", learner), null).feed(examples).end();
                    Run before = new Run(settings(method + "-b", learner), null)) {
                before.feed(examples.subList(0, 15)).watermark(9_000);
                OperatorSubtaskState state = before.harness.snapshot(1, 1);
                try (Run after = new Run(settings(method + "-b", learner), state)) {
                    after.feed(examples.subList(15, EXAMPLES)).end();
                    assertThat(after.lastDigest()).as(method).isEqualTo(undisturbed.lastDigest());
                    List<MonitorRecord> both = new ArrayList<>(before.monitors());
                    both.addAll(after.monitors());
                    assertThat(repeatable(both)).isEqualTo(repeatable(undisturbed.monitors()));
                    assertThat(last(after.ledger())).isEqualTo(last(undisturbed.ledger()));
                    assertThat(after.versions().get(0).getNumber())
                            .isEqualTo(last(before.versions()).getNumber() + 1);
                }
            }
        }
    }

    private TrainerSettings holdingOut(String folder) {
        Map<String, String> options =
                Map.of("heldOutShare", "0.3", "heldOutCapacity", "4", "diagnosisSteps", "2");
        return settings(
                folder,
                LearnerOptions.builder()
                        .learningRate(0.05)
                        .seed(7)
                        .method("relearning", options)
                        .build());
    }

    @Test
    void heldOutExamplesAreCountedAndNeverTrainedOn() throws Exception {
        List<Example> examples = new ArrayList<>(TrainingFixture.examples(40));
        examples.add(TrainingFixture.example(40, true));
        examples.add(TrainingFixture.example(41, true));
        try (Run run = new Run(holdingOut("a"), null).feed(examples)) {
            run.watermark(examples.get(24).timeMillis());
            for (LedgerEntry entry : run.ledger()) {
                assertThat(entry.getAdmitted()).isEqualTo(entry.getEndExample());
            }
            run.end();
            LedgerEntry last = last(run.ledger());
            assertThat(last.getHeldOut()).isBetween(5L, 20L);
            assertThat(last.getEvaluationOnly()).isEqualTo(2);
            assertThat(last.getPending()).isZero();
            assertThat(last.getAdmitted() + last.getHeldOut() + last.getEvaluationOnly())
                    .isEqualTo(examples.size());
            assertThat(run.monitors().stream().mapToLong(MonitorRecord::getExamples).sum())
                    .isEqualTo(last.getAdmitted());
        }
    }

    @Test
    void everyLedgerEntryAccountsForEveryExampleThatHasCome() throws Exception {
        List<Example> examples = TrainingFixture.examples(40);
        try (Run run = new Run(holdingOut("a"), null).feed(examples).end()) {
            // Version 0 stands before the first example.
            assertThat(run.ledger().subList(1, run.ledger().size()))
                    .hasSizeGreaterThan(3)
                    .allSatisfy(
                            entry ->
                                    assertThat(
                                                    entry.getAdmitted()
                                                            + entry.getHeldOut()
                                                            + entry.getPending())
                                            .isEqualTo(examples.size()));
        }
    }

    @Test
    void whatIsHeldOutDependsNeitherOnArrivalNorOnARestore() throws Exception {
        List<Example> examples = TrainingFixture.examples(40);
        List<Example> shuffled = new ArrayList<>(examples);
        Collections.shuffle(shuffled, new Random(3));
        try (Run ordered = new Run(holdingOut("a"), null);
                Run other = new Run(holdingOut("b"), null).feed(shuffled).end();
                Run before = new Run(holdingOut("c"), null)) {
            for (Example example : examples) {
                ordered.feed(List.of(example)).watermark(example.timeMillis());
            }
            ordered.end();
            assertThat(other.lastDigest()).isEqualTo(ordered.lastDigest());
            assertThat(last(other.ledger())).isEqualTo(last(ordered.ledger()));
            before.feed(examples.subList(0, 21)).watermark(examples.get(19).timeMillis());
            OperatorSubtaskState state = before.harness.snapshot(1, 1);
            try (Run after = new Run(holdingOut("c"), state)) {
                after.feed(examples.subList(21, 40)).end();
                assertThat(after.lastDigest()).isEqualTo(ordered.lastDigest());
                assertThat(last(after.ledger())).isEqualTo(last(ordered.ledger()));
            }
        }
    }

    @Test
    void aVersionNamesTheSeedOfTheLearnerAlsoWhenAnotherIsConfiguredByNow() throws Exception {
        List<Example> examples = TrainingFixture.examples(16);
        try (Run before = new Run(directory).feed(examples.subList(0, 8))) {
            before.watermark(examples.get(7).timeMillis() + 1_000);
            LearnerOptions other = LearnerOptions.builder().learningRate(0.05).seed(9).build();
            TrainerSettings changed = TrainingFixture.settings(directory, other);
            try (Run after = new Run(changed, before.harness.snapshot(1, 1))) {
                after.feed(examples.subList(8, 16)).end();
                assertThat(last(after.versions()).getProvenance())
                        .containsPattern("\"seed\"\\s*:\\s*7\\b");
            }
        }
    }

    @Test
    void ledgerRangesAreContiguousAndTheChainIsTheOneOfTheExamples() throws Exception {
        List<Example> examples = TrainingFixture.examples(EXAMPLES);
        ExampleChain chain = new ExampleChain();
        examples.forEach(chain::add);
        try (Run run = new Run(directory).feed(examples).end()) {
            long next = 0;
            long nextStep = 1;
            for (LedgerEntry entry : run.ledger()) {
                assertThat(entry.getFirstExample()).isEqualTo(next);
                assertThat(entry.getFirstStep()).isEqualTo(nextStep);
                next = entry.getEndExample();
                nextStep = entry.getLastStep() + 1;
            }
            assertThat(next).isEqualTo(EXAMPLES);
            LedgerEntry last = last(run.ledger());
            assertThat(last.getChain()).isEqualTo(ByteBuffer.wrap(chain.value()));
            assertThat(last.getAdmitted()).isEqualTo(EXAMPLES);
            assertThat(last.getPending()).isZero();
            assertThat(last.getNonRepeatableDecisions()).isZero();
            assertThat(last(run.ledger()).getDigest()).isEqualTo(run.lastDigest());
        }
    }

    @Test
    void anExampleForEvaluationIsScoredAndChangesNoWeight() throws Exception {
        List<Example> examples = new ArrayList<>(TrainingFixture.examples(8));
        try (Run without = new Run(directory.resolve("a")).feed(examples).end();
                Run with = new Run(directory.resolve("b"))) {
            examples.add(TrainingFixture.example(20, true));
            examples.add(TrainingFixture.example(21, true));
            with.feed(examples).end();
            assertThat(with.lastDigest()).isEqualTo(without.lastDigest());
            MonitorRecord told = last(with.monitors());
            assertThat(told.getExamples()).isZero();
            assertThat(told.getEvaluationExamples()).isEqualTo(2);
            assertThat(told.getEvaluationAccuracy()).containsOnlyKeys("joint", "audio", "video");
        }
    }

    @Test
    void aCommandTakesEffectBeforeTheFirstBatchThatBeginsAtItsTime() throws Exception {
        List<Example> examples = TrainingFixture.examples(12);
        try (Run run = new Run(directory)) {
            run.control("c1", examples.get(4).timeMillis(), "ogm-ge", Map.of("alpha", "0.5"));
            run.feed(examples).end();
            assertThat(run.monitors())
                    .extracting(MonitorRecord::getMethod)
                    .containsExactly("joint", "ogm-ge", "ogm-ge");
            assertThat(run.alerts())
                    .extracting(Alert::getKind)
                    .containsExactly(Alerts.CONTROL_APPLIED);
            assertThat(run.ledger())
                    .flatExtracting(LedgerEntry::getMethodChanges)
                    .containsExactly("2:ogm-ge");
        }
    }

    @Test
    void aCommandThatCannotBeCarriedOutChangesNothing() throws Exception {
        try (Run plain = new Run(directory.resolve("a")).feed(TrainingFixture.examples(8)).end();
                Run run = new Run(directory.resolve("b"))) {
            run.control("c1", 0, "no-such-method", Map.of());
            run.control("c2", 0, "ogm-ge", Map.of("alpha", "-3"));
            run.feed(TrainingFixture.examples(8)).end();
            assertThat(run.alerts())
                    .extracting(Alert::getKind)
                    .containsOnly(Alerts.CONTROL_REFUSED)
                    .hasSize(2);
            assertThat(run.lastDigest()).isEqualTo(plain.lastDigest());
        }
    }

    @Test
    void aCommandThatComesTooLateIsCountedAndReported() throws Exception {
        List<Example> examples = TrainingFixture.examples(8);
        try (Run run = new Run(directory)) {
            run.feed(examples.subList(0, 4)).watermark(examples.get(3).timeMillis() + 1_000);
            run.control("c1", 0, "ogm-ge", Map.of());
            run.feed(examples.subList(4, 8)).end();
            assertThat(run.alerts())
                    .extracting(Alert::getKind)
                    .containsExactly(Alerts.CONTROL_LATE, Alerts.CONTROL_APPLIED);
            assertThat(last(run.ledger()).getNonRepeatableDecisions()).isEqualTo(1);
        }
    }

    @Test
    void countsOfOtherOperatorsStandInTheLedger() throws Exception {
        try (Run run = new Run(directory)) {
            run.harness.processElement2(TrainingSignal.of(new CountUpdate(Counts.AMBIGUOUS, 3)), 0);
            run.harness.processElement2(TrainingSignal.of(new CountUpdate(Counts.EXPIRED, 2)), 0);
            run.feed(TrainingFixture.examples(4)).end();
            assertThat(last(run.ledger()))
                    .extracting(LedgerEntry::getAmbiguous, LedgerEntry::getExpired)
                    .containsExactly(3L, 2L);
        }
    }

    @Test
    void trainingThatGoesAnotherWayFromAnOlderStateBeginsAnEpoch() throws Exception {
        List<Example> examples = TrainingFixture.examples(16);
        OperatorSubtaskState old;
        try (Run run = new Run(directory)) {
            run.feed(examples.subList(0, 8)).watermark(examples.get(7).timeMillis() + 1_000);
            old = run.harness.snapshot(1, 1);
            run.feed(examples.subList(8, 16)).end();
            assertThat(last(run.versions()))
                    .extracting(ModelUpdate::getEpoch, ModelUpdate::getNumber)
                    .containsExactly(0L, 2L);
        }
        try (Run again = new Run(TrainingFixture.settings(directory), old)) {
            again.feed(examples.subList(8, 16)).end();
            assertThat(again.versions())
                    .as("the same examples make the same version")
                    .extracting(ModelUpdate::getEpoch, ModelUpdate::getNumber)
                    .containsExactly(tuple(0L, 2L));
            assertThat(again.alerts()).isEmpty();
        }
        try (Run other = new Run(TrainingFixture.settings(directory), old)) {
            other.feed(examples.subList(9, 16)).end();
            assertThat(other.versions())
                    .as("other examples make another version")
                    .extracting(ModelUpdate::getEpoch, ModelUpdate::getNumber)
                    .containsExactly(tuple(1L, 2L));
            assertThat(other.alerts())
                    .extracting(Alert::getKind)
                    .containsExactly(Alerts.EPOCH_BEGUN);
        }
    }

    private TrainerSettings settings(String folder, LearnerOptions learner) {
        return TrainingFixture.settings(directory.resolve(folder), learner);
    }

    private static <T> T last(List<T> values) {
        return values.get(values.size() - 1);
    }

    /** The records without the fields that another run may not repeat. */
    private static List<MonitorRecord> repeatable(List<MonitorRecord> records) {
        return records.stream()
                .map(
                        record ->
                                MonitorRecord.newBuilder(record)
                                        .setEmittedAtMillis(0)
                                        .setServedModelAgeSteps(null)
                                        .build())
                .toList();
    }
}
