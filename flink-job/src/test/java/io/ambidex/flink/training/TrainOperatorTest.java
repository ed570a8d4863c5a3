/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import static io.ambidex.flink.training.TrainerRun.last;
import static io.ambidex.flink.training.TrainerRun.repeatable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.monitoring.Alerts;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.version.Predictor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.DefaultOperatorStateBackend;
import org.apache.flink.runtime.state.OperatorStateHandle.Mode;
import org.apache.flink.runtime.state.OperatorStateHandle.StateMetaInfo;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the trainer makes of examples: in which order, from where on, and what it publishes. */
class TrainOperatorTest {

    private static final int EXAMPLES = 22;

    @TempDir Path directory;

    @Test
    void versionZeroIsPublishedAtTheStartAndIsWhatPredictorsBeginWith() throws Exception {
        try (TrainerRun run = new TrainerRun(directory)) {
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
        try (TrainerRun run =
                new TrainerRun(directory.resolve("a")).feed(TrainingFixture.examples(8)).end()) {
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
                        fresh.stateInlineLimit(),
                        fresh.drift(),
                        false);
        try (TrainerRun run = new TrainerRun(given, null)) {
            assertThat(run.lastDigest()).isEqualTo(version.getDigest());
            assertThat(run.versions().get(0).getNumber()).isZero();
        }
    }

    @Test
    void anExampleWaitsUntilNoEarlierOneCanCome() throws Exception {
        try (TrainerRun run = new TrainerRun(directory)) {
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
        try (TrainerRun ordered = new TrainerRun(directory.resolve("a"));
                TrainerRun other = new TrainerRun(directory.resolve("b"))) {
            for (Example example : TrainingFixture.examples(EXAMPLES)) {
                ordered.feed(List.of(example)).watermark(example.timeMillis());
            }
            ordered.end();
            other.feed(shuffled).end();
            assertThat(other.lastDigest()).isEqualTo(ordered.lastDigest());
            assertThat(repeatable(other.monitors())).isEqualTo(repeatable(ordered.monitors()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "joint, 1048576",
        "ogm-ge, 1048576",
        "inforeg, 1048576",
        "joint, 100",
        "inforeg, 100",
        "pmr, 0"
    })
    void aRestoredTrainerGoesOnBitForBitAlsoFromAStateAboveTheInlineLimit(
            String method, long stateInlineLimit) throws Exception {
        LearnerOptions learner =
                LearnerOptions.builder().learningRate(0.05).seed(7).method(method).build();
        List<Example> examples = TrainingFixture.examples(EXAMPLES);
        TrainerSettings settings =
                TrainingFixture.settings(directory.resolve("b"), learner, stateInlineLimit);
        try (TrainerRun undisturbed =
                        new TrainerRun(
                                        TrainingFixture.settings(directory.resolve("a"), learner),
                                        null)
                                .feed(examples)
                                .end();
                TrainerRun before = new TrainerRun(settings, null)) {
            before.feed(examples.subList(0, 15)).watermark(9_000);
            OperatorSubtaskState state = before.harness.snapshot(1, 1);
            assertThat(state.getRawOperatorState()).hasSize(stateInlineLimit > 100 ? 0 : 1);
            try (TrainerRun after = new TrainerRun(settings, state)) {
                after.feed(examples.subList(15, EXAMPLES)).end();
                assertThat(after.lastDigest()).isEqualTo(undisturbed.lastDigest());
                List<MonitorRecord> both = new ArrayList<>(before.monitors());
                both.addAll(after.monitors());
                assertThat(repeatable(both)).isEqualTo(repeatable(undisturbed.monitors()));
                assertThat(last(after.ledger())).isEqualTo(last(undisturbed.ledger()));
                assertThat(after.versions().get(0).getNumber())
                        .isEqualTo(last(before.versions()).getNumber() + 1);
            }
        }
    }

    @Test
    void anotherInlineLimitThanThatOfTheCheckpointMakesNoDifference() throws Exception {
        LearnerOptions learner = LearnerOptions.builder().learningRate(0.05).seed(7).build();
        try (TrainerRun raw =
                        new TrainerRun(TrainingFixture.settings(directory, learner, 0), null);
                TrainerRun list =
                        new TrainerRun(
                                TrainingFixture.settings(directory, learner),
                                raw.harness.snapshot(1, 1))) {
            OperatorSubtaskState state = list.harness.snapshot(2, 2);
            assertThat(state.getRawOperatorState()).isEmpty();
            try (TrainerRun again =
                    new TrainerRun(TrainingFixture.settings(directory, learner, 0), state)) {
                assertThat(again.harness.snapshot(3, 3).getRawOperatorState()).hasSize(1);
            }
        }
    }

    @Test
    void aTrainerThatCannotBeRestoredSaysWhyAndIsClosed() throws Exception {
        TrainOperator operator = new TrainOperator(TrainingFixture.settings(directory));
        var harness =
                new TwoInputStreamOperatorTestHarness<Example, TrainingSignal, MonitorRecord>(
                        operator);
        harness.setup();
        OperatorSubtaskState torn =
                OperatorSubtaskState.builder()
                        .setRawOperatorState(
                                new OperatorStreamStateHandle(
                                        Map.of(
                                                DefaultOperatorStateBackend
                                                        .DEFAULT_OPERATOR_STATE_NAME,
                                                new StateMetaInfo(
                                                        new long[] {0}, Mode.SPLIT_DISTRIBUTE)),
                                        new ByteStreamStateHandle("torn", new byte[] {65, 77})))
                        .build();
        assertThatThrownBy(() -> harness.initializeState(torn))
                .hasMessage("raw state is cut off at byte 2: its end is missing");
        assertThatCode(operator::close).doesNotThrowAnyException();
    }

    @Test
    void aVersionNamesTheSeedOfTheLearnerAlsoWhenAnotherIsConfiguredByNow() throws Exception {
        List<Example> examples = TrainingFixture.examples(16);
        try (TrainerRun before = new TrainerRun(directory).feed(examples.subList(0, 8))) {
            before.watermark(examples.get(7).timeMillis() + 1_000);
            LearnerOptions other = LearnerOptions.builder().learningRate(0.05).seed(9).build();
            TrainerSettings changed = TrainingFixture.settings(directory, other);
            try (TrainerRun after = new TrainerRun(changed, before.harness.snapshot(1, 1))) {
                after.feed(examples.subList(8, 16)).end();
                assertThat(last(after.versions()).getProvenance())
                        .containsPattern("\"seed\"\\s*:\\s*7\\b");
            }
        }
    }

    @Test
    void anExampleForEvaluationIsScoredAndChangesNoWeight() throws Exception {
        List<Example> examples = new ArrayList<>(TrainingFixture.examples(8));
        try (TrainerRun without = new TrainerRun(directory.resolve("a")).feed(examples).end();
                TrainerRun with = new TrainerRun(directory.resolve("b"))) {
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
    void trainingThatGoesAnotherWayFromAnOlderStateBeginsAnEpoch() throws Exception {
        List<Example> examples = TrainingFixture.examples(16);
        OperatorSubtaskState old;
        try (TrainerRun run = new TrainerRun(directory)) {
            run.feed(examples.subList(0, 8)).watermark(examples.get(7).timeMillis() + 1_000);
            old = run.harness.snapshot(1, 1);
            run.feed(examples.subList(8, 16)).end();
            assertThat(last(run.versions()))
                    .extracting(ModelUpdate::getEpoch, ModelUpdate::getNumber)
                    .containsExactly(0L, 2L);
        }
        try (TrainerRun again = new TrainerRun(TrainingFixture.settings(directory), old)) {
            again.feed(examples.subList(8, 16)).end();
            assertThat(again.versions())
                    .as("the same examples make the same version")
                    .extracting(ModelUpdate::getEpoch, ModelUpdate::getNumber)
                    .containsExactly(tuple(0L, 2L));
            assertThat(again.alerts()).isEmpty();
        }
        try (TrainerRun other = new TrainerRun(TrainingFixture.settings(directory), old)) {
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
}
