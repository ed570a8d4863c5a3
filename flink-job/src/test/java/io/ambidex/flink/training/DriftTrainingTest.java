/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.Control;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.schema.StreamScore;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.labeling.ServedPrediction;
import io.ambidex.flink.monitoring.Alerts;
import io.ambidex.flink.options.DriftOptions;
import io.ambidex.flink.options.DriftOptions.Action;
import io.ambidex.flink.options.DriftOptions.Detector;
import io.ambidex.flink.options.DriftOptions.Signal;
import io.ambidex.flink.training.drift.DriftSettings;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.LearnerOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the trainer sees and does when the classes change places in the middle of the stream. */
class DriftTrainingTest {

    private static final int EXAMPLES = 480;
    private static final int CHANGE = 240;
    private static final long CHANGE_STEP = CHANGE / TrainingFixture.BATCH_SIZE;

    @TempDir Path directory;

    /** A trainer and what came out of it. */
    private static final class Run implements TrainerOutput, AutoCloseable {
        final List<MonitorRecord> monitors = new ArrayList<>();
        final List<ModelUpdate> versions = new ArrayList<>();
        final List<Alert> alerts = new ArrayList<>();
        final Trainer trainer;

        Run(Path directory, DriftSettings drift) {
            LearnerOptions learner =
                    LearnerOptions.builder()
                            .learningRate(0.01)
                            .seed(7)
                            .method("inforeg", Map.of("window", "5"))
                            .build();
            TrainerSettings plain = TrainingFixture.settings(directory, learner);
            TrainerSettings settings =
                    new TrainerSettings(
                            plain.modelName(),
                            plain.network(),
                            plain.learner(),
                            null,
                            plain.batchSize(),
                            plain.batchTimeoutMillis(),
                            plain.settleDelayMillis(),
                            plain.directory(),
                            1_000,
                            1,
                            0,
                            plain.scoreWindow(),
                            plain.fadingFactor(),
                            null,
                            plain.stateInlineLimit(),
                            drift,
                            false);
            trainer =
                    new Trainer(
                            settings,
                            "cpu",
                            Learner.create(settings.networkSpec(), learner),
                            this,
                            () -> 0);
        }

        Run feed(List<Example> examples) throws IOException {
            for (Example example : examples) {
                trainer.add(example);
                trainer.advanceTo(example.timeMillis());
            }
            return this;
        }

        Run end() throws IOException {
            trainer.finish();
            return this;
        }

        byte[] state() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            TrainerState.write(trainer, bytes);
            return bytes.toByteArray();
        }

        List<String> alertLines() {
            return alerts.stream().map(a -> a.getKind() + ": " + a.getMessage()).toList();
        }

        long firstDrift() {
            return Long.parseLong(alerts.get(0).getAttributes().get("step"));
        }

        @Override
        public void monitor(MonitorRecord record) {
            monitors.add(record);
        }

        @Override
        public void modelUpdate(ModelUpdate update) {
            versions.add(update);
        }

        @Override
        public void ledger(LedgerEntry entry) {}

        @Override
        public void alert(Alert alert) {
            alerts.add(alert);
        }

        @Override
        public void used(UsedBatch batch) {}

        @Override
        public void close() {
            trainer.close();
        }
    }

    private static List<Example> changing() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < EXAMPLES; i++) {
            Example example = TrainingFixture.example(i, false);
            examples.add(i < CHANGE ? example : labelled(example, 1 - example.label()));
        }
        return examples;
    }

    private static Example labelled(Example example, int label) {
        return new Example(
                example.clip(),
                example.prediction(),
                label,
                example.evaluateOnly(),
                example.labelPosition(),
                example.timeMillis());
    }

    private static DriftSettings settings(Action... actions) {
        return settings(0, actions);
    }

    private static DriftSettings settings(long freezeSteps, Action... actions) {
        Configuration options = new Configuration();
        options.set(DriftOptions.ENABLED, true);
        options.set(DriftOptions.DETECTORS, List.of(Detector.values()));
        options.set(DriftOptions.SIGNALS, List.of(Signal.values()));
        options.set(DriftOptions.ACTIONS, List.of(actions));
        options.set(DriftOptions.LEARNING_RATE_STEPS, 10L);
        options.set(DriftOptions.COOL_DOWN_STEPS, 30L);
        options.set(DriftOptions.FREEZE_STEPS, freezeSteps);
        options.set(DriftOptions.MAX_STREAMS, 2);
        return DriftSettings.from(options);
    }

    @Test
    void aStreamThatStaysTheSameRaisesNoAlarm() throws IOException {
        try (Run run = new Run(directory, settings(Action.ALERT))) {
            run.feed(changing().subList(0, CHANGE)).end();
            assertThat(run.alertLines()).isEmpty();
        }
    }

    @Test
    void nothingIsWatchedUnlessEnabled() throws IOException {
        try (Run run = new Run(directory, DriftSettings.from(new Configuration()))) {
            run.feed(changing()).end();
            assertThat(run.alertLines()).isEmpty();
            assertThat(run.trainer.progress().drifts()).isZero();
        }
    }

    @Test
    void aChangeIsFoundAndEveryActionIsARecordWithItsCause() throws IOException {
        DriftSettings settings =
                settings(Action.ALERT, Action.METHOD, Action.LEARNING_RATE, Action.PUBLISH);
        try (Run run = new Run(directory, settings)) {
            run.feed(changing()).end();
            long found = run.firstDrift();
            assertThat(found).isBetween(CHANGE_STEP + 1, CHANGE_STEP + 20);
            assertThat(run.alerts)
                    .filteredOn(a -> a.getKind().equals(Alerts.DRIFT_ACTION))
                    .filteredOn(a -> a.getAttributes().get("step").equals(Long.toString(found)))
                    .extracting(a -> a.getAttributes().get("action"))
                    .containsExactly("method", "learning-rate", "publish");
            assertThat(run.alerts)
                    .allSatisfy(
                            a ->
                                    assertThat(a.getAttributes())
                                            .containsKeys(
                                                    "detector", "signal", "oldMean", "newMean"));
            assertThat(run.monitors)
                    .filteredOn(r -> r.getStep() <= found + 11)
                    .allSatisfy(
                            r ->
                                    assertThat(r.getLearningRate())
                                            .as("step %d", r.getStep())
                                            .isEqualTo(
                                                    r.getStep() > found && r.getStep() <= found + 10
                                                            ? 0.01 * 3.0
                                                            : 0.01));
            assertThat(run.versions).extracting(ModelUpdate::getStep).contains(found);
        }
    }

    @Test
    void aRestoredTrainerFindsAndDoesTheSame() throws IOException {
        DriftSettings settings = settings(5, Action.values());
        List<Example> examples = changing();
        try (Run undisturbed = new Run(directory.resolve("a"), settings)) {
            undisturbed.feed(examples).end();
            long found = undisturbed.firstDrift();
            long atFreeze = (found + 2) * TrainingFixture.BATCH_SIZE;
            for (long cut : new long[] {CHANGE - 3, CHANGE + 9, atFreeze}) {
                Path folder = directory.resolve("b" + cut);
                try (Run before = new Run(folder, settings);
                        Run after = new Run(folder, settings)) {
                    before.feed(examples.subList(0, (int) cut));
                    TrainerState.read(after.trainer, new ByteArrayInputStream(before.state()));
                    after.feed(examples.subList((int) cut, EXAMPLES)).end();
                    List<String> both = new ArrayList<>(before.alertLines());
                    both.addAll(after.alertLines());
                    assertThat(both).as("cut at %d", cut).isEqualTo(undisturbed.alertLines());
                    assertThat(after.state()).as("cut at %d", cut).isEqualTo(undisturbed.state());
                }
            }
        }
    }

    @Test
    void frozenTrainingScoresAndGoesOnWhenACommandSaysSo() throws IOException {
        List<Example> examples = changing();
        long resumeAt = examples.get(400).timeMillis();
        try (Run run = new Run(directory, settings(Action.FREEZE))) {
            Control resume =
                    new Control("go-on", resumeAt, null, Map.of(), false, "main", Map.of());
            run.trainer.signal(TrainingSignal.of(resume));
            run.feed(examples).end();
            long found = run.firstDrift();
            assertThat(run.monitors)
                    .filteredOn(r -> r.getStep() > found && r.getStep() <= 100)
                    .isNotEmpty()
                    .allMatch(MonitorRecord::getFrozen);
            assertThat(run.monitors.get(100).getStep()).isEqualTo(101);
            assertThat(run.monitors.get(100).getFrozen()).isFalse();
            assertThat(run.alerts)
                    .extracting(Alert::getKind)
                    .contains(Alerts.CONTROL_APPLIED)
                    .doesNotContain(Alerts.STEP_SKIPPED);
        }
    }

    @Test
    void thresholdsAndActionsAreChangedAtAStepAndStayChangedAfterARestore() throws IOException {
        List<Example> examples = changing();
        Control enable =
                command(
                        examples.get(100).timeMillis(),
                        Map.of(
                                "drift.enabled", "true",
                                "drift.signals", "error",
                                "drift.adwin.delta", "0.01",
                                "drift.actions", "alert,publish"));
        DriftSettings off = DriftSettings.from(new Configuration());
        try (Run undisturbed = new Run(directory.resolve("a"), off)) {
            undisturbed.trainer.signal(TrainingSignal.of(enable));
            undisturbed.feed(examples).end();
            assertThat(undisturbed.alerts.get(0).getKind()).isEqualTo(Alerts.CONTROL_APPLIED);
            assertThat(undisturbed.alerts.get(0).getAttributes())
                    .containsEntry("step", Integer.toString(100 / TrainingFixture.BATCH_SIZE + 1))
                    .containsEntry("drift.adwin.delta", "0.01");
            assertThat(undisturbed.alerts)
                    .extracting(Alert::getKind)
                    .contains(Alerts.DRIFT_DETECTED, Alerts.DRIFT_ACTION);
            assertThat(undisturbed.monitors)
                    .extracting(MonitorRecord::getMethod)
                    .containsOnly("inforeg");
            for (int cut : new int[] {90, 180}) {
                Path folder = directory.resolve("b" + cut);
                try (Run before = new Run(folder, off);
                        Run after = new Run(folder, off)) {
                    before.trainer.signal(TrainingSignal.of(enable));
                    before.feed(examples.subList(0, cut));
                    TrainerState.read(after.trainer, new ByteArrayInputStream(before.state()));
                    after.feed(examples.subList(cut, EXAMPLES)).end();
                    List<String> both = new ArrayList<>(before.alertLines());
                    both.addAll(after.alertLines());
                    assertThat(both).as("cut at %d", cut).isEqualTo(undisturbed.alertLines());
                    assertThat(after.state()).as("cut at %d", cut).isEqualTo(undisturbed.state());
                }
            }
        }
    }

    @Test
    void aCommandWithAWrongThresholdIsRefusedAsAWhole() throws IOException {
        List<Example> examples = changing();
        Control wrong = command(0, Map.of("drift.adwin.delta", "2"));
        wrong.setMethod("joint");
        wrong.setFrozen(true);
        try (Run run = new Run(directory, settings(Action.ALERT))) {
            run.trainer.signal(TrainingSignal.of(wrong));
            run.feed(examples.subList(0, 40)).end();
            assertThat(run.alertLines())
                    .singleElement()
                    .asString()
                    .startsWith("control-refused: ")
                    .contains("inforeg goes on", "above 0 and below 1", "2.0");
            assertThat(run.monitors)
                    .allMatch(m -> m.getMethod().equals("inforeg") && !m.getFrozen());
        }
    }

    private static Control command(long effectiveAt, Map<String, String> drift) {
        return new Control("thresholds", effectiveAt, null, Map.of(), null, "main", drift);
    }

    @Test
    void aStepTellsHowEveryStreamWasScored() throws IOException {
        try (Run run = new Run(directory, settings(Action.ALERT))) {
            run.feed(changing().subList(0, 40)).end();
            assertThat(run.monitors)
                    .isNotEmpty()
                    .allSatisfy(
                            m -> {
                                int examples = 0;
                                double correct = 0;
                                double loss = 0;
                                for (StreamScore score : m.getStreams().values()) {
                                    examples += score.getExamples();
                                    correct += score.getCorrect();
                                    loss += score.getLoss() * score.getExamples();
                                }
                                assertThat(examples).isEqualTo(m.getExamples());
                                assertThat(correct / examples)
                                        .isCloseTo(m.getAccuracy(), within(1e-9));
                                assertThat(loss / examples)
                                        .isCloseTo(m.getLosses().get("joint"), within(1e-5));
                            });
        }
    }

    @Test
    void whatUsersWereToldSteersNothing() throws IOException {
        List<Example> otherwiseServed =
                changing().stream()
                        .map(
                                e ->
                                        new Example(
                                                e.clip(),
                                                new ServedPrediction(1 - e.label(), 0.9f, 0, 0),
                                                e.label(),
                                                false,
                                                e.labelPosition(),
                                                e.timeMillis()))
                        .toList();
        DriftSettings settings = settings(Action.ALERT, Action.LEARNING_RATE);
        try (Run run = new Run(directory.resolve("a"), settings).feed(changing()).end();
                Run other = new Run(directory.resolve("b"), settings).feed(otherwiseServed).end()) {
            assertThat(other.alertLines()).isNotEmpty().isEqualTo(run.alertLines());
            assertThat(other.versions.get(other.versions.size() - 1).getDigest())
                    .isEqualTo(run.versions.get(run.versions.size() - 1).getDigest());
        }
    }
}
