/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.Control;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.monitoring.Alerts;
import io.ambidex.flink.monitoring.SideOutputs;
import io.ambidex.flink.training.drift.DriftEffect;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.monitoring.drift.DriftSignal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShadowOperatorTest {

    @TempDir Path directory;
    private List<MonitorRecord> main;
    private List<UsedBatch> used;

    /** The main learner trains jointly; the last two examples are only scored. */
    @BeforeEach
    void trainTheMainLearner() throws Exception {
        try (var harness =
                new TwoInputStreamOperatorTestHarness<Example, TrainingSignal, MonitorRecord>(
                        new TrainOperator(settings("joint")))) {
            harness.open();
            harness.processWatermark2(Watermark.MAX_WATERMARK);
            List<Example> examples = new ArrayList<>(TrainingFixture.examples(22));
            examples.add(TrainingFixture.example(22, true));
            examples.add(TrainingFixture.example(23, true));
            for (Example example : examples) {
                harness.processElement1(example, example.timeMillis());
            }
            harness.endInput1();
            main = harness.extractOutputValues();
            used =
                    harness.getSideOutput(TrainOperator.USED_BATCHES).stream()
                            .map(record -> record.getValue())
                            .toList();
        }
    }

    @Test
    void aShadowWithTheMainLearnersMethodTellsTheSameOfEveryBatch() throws Exception {
        try (Shadow shadow = new Shadow("joint", null)) {
            shadow.feed(used);
            assertThat(comparable(shadow.monitors())).isEqualTo(comparable(main));
            assertThat(main).extracting(MonitorRecord::getLearner).containsOnly("main");
            assertThat(shadow.monitors())
                    .extracting(MonitorRecord::getLearner)
                    .containsOnly("shadow");
            assertThat(shadow.alerts()).isEmpty();
        }
    }

    @Test
    void itIsScoredOnItsOwn() throws Exception {
        try (Shadow shadow = new Shadow("ogm-ge", null)) {
            shadow.feed(used);
            List<MonitorRecord> told = shadow.monitors();
            assertThat(told)
                    .extracting(MonitorRecord::getStep)
                    .isEqualTo(main.stream().map(MonitorRecord::getStep).toList());
            assertThat(told).extracting(MonitorRecord::getMethod).containsOnly("ogm-ge");
            assertThat(told.get(4).getLoss()).isNotEqualTo(main.get(4).getLoss());
            MonitorRecord last = told.get(told.size() - 1);
            assertThat(last.getEvaluationExamples()).isEqualTo(2);
            assertThat(last.getEvaluationAccuracy()).containsOnlyKeys("joint", "audio", "video");
            assertThat(last.getServingAccuracyWindowed()).isNull();
        }
    }

    @Test
    void contributionsAreMeasuredEveryFewStepsAndAddUpToWhatTheInputsGain() throws Exception {
        try (Shadow shadow = new Shadow("joint", null)) {
            shadow.feed(used);
            List<MonitorRecord> told = shadow.monitors();
            assertThat(told.get(0).getContribution()).isEmpty();
            assertThat(told.get(2).getContribution()).containsOnlyKeys("audio", "video");
            double gained =
                    told.get(2).getContribution().values().stream().mapToDouble(v -> v).sum();
            assertThat(gained).isBetween(-1.0, 1.0);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 20})
    void aRestoredShadowGoesOnBitForBitAlsoFromAStateAboveTheInlineLimit(long stateInlineLimit)
            throws Exception {
        LearnerOptions learner = settings("ogm-ge").learner();
        TrainerSettings limited = TrainingFixture.settings(directory, learner, stateInlineLimit);
        try (Shadow undisturbed = new Shadow("ogm-ge", null);
                Shadow before = new Shadow(limited, null)) {
            undisturbed.feed(used);
            before.feed(used.subList(0, 3));
            OperatorSubtaskState state = before.harness.snapshot(1, 1);
            assertThat(state.getRawOperatorState()).hasSize(stateInlineLimit == 0 ? 1 : 0);
            try (Shadow after = new Shadow(limited, state)) {
                after.feed(used.subList(3, used.size()));
                List<MonitorRecord> both = new ArrayList<>(before.monitors());
                both.addAll(after.monitors());
                assertThat(comparable(both)).isEqualTo(comparable(undisturbed.monitors()));
            }
        }
    }

    @Test
    void aRestoredShadowTakesTheMethodThatIsConfiguredNow() throws Exception {
        try (Shadow before = new Shadow("ogm-ge", null)) {
            before.feed(used.subList(0, 3));
            try (Shadow after = new Shadow("inforeg", before.harness.snapshot(1, 1))) {
                after.feed(used.subList(3, 5));
                assertThat(after.monitors())
                        .extracting(MonitorRecord::getMethod)
                        .containsOnly("inforeg");
                assertThat(after.monitors().get(0).getStep()).isEqualTo(used.get(3).step());
            }
        }
    }

    @Test
    void itIsFrozenInTheStepsInWhichTheMainLearnerIs() throws Exception {
        try (Shadow shadow = new Shadow("joint", null)) {
            shadow.feed(List.of(used.get(0), frozen(used.get(1)), used.get(2)));
            assertThat(shadow.monitors())
                    .extracting(MonitorRecord::getFrozen)
                    .containsExactly(false, true, false);
        }
    }

    @Test
    void aDriftOfTheMainLearnerRaisesItsLearningRateToo() throws Exception {
        DriftSignal cause = new DriftSignal("adwin", "error", null, 0.1, 0.5, 1);
        UsedBatch drifted =
                used.get(0)
                        .with(
                                new ShadowOrders(
                                        List.of(),
                                        false,
                                        List.of(new DriftEffect(cause, true, 3, 2))));
        try (Shadow shadow = new Shadow("inforeg", null)) {
            shadow.feed(List.of(drifted, used.get(1), used.get(2), used.get(3)));
            double rate = shadow.monitors().get(0).getLearningRate();
            assertThat(shadow.monitors())
                    .extracting(MonitorRecord::getLearningRate)
                    .containsExactly(rate, 3 * rate, 3 * rate, rate);
        }
    }

    @Test
    void aCommandChangesItsMethodAtAStepAndOutlastsARestore() throws Exception {
        UsedBatch second = commanded(used.get(1), "ogm", Map.of("alpha", "0.5"));
        try (Shadow shadow = new Shadow("joint", null)) {
            shadow.feed(List.of(used.get(0), second));
            try (Shadow after = new Shadow("joint", shadow.harness.snapshot(1, 1))) {
                after.feed(List.of(used.get(2)));
                assertThat(after.monitors())
                        .extracting(MonitorRecord::getMethod)
                        .containsExactly("ogm");
            }
            assertThat(shadow.monitors())
                    .extracting(MonitorRecord::getMethod)
                    .containsExactly("joint", "ogm");
            assertThat(shadow.alerts())
                    .singleElement()
                    .satisfies(
                            alert -> {
                                assertThat(alert.getKind()).isEqualTo(Alerts.CONTROL_APPLIED);
                                assertThat(alert.getAttributes())
                                        .containsEntry("learner", "shadow")
                                        .containsEntry("step", "2");
                            });
        }
    }

    @Test
    void aCommandThatItCannotFollowIsRefusedAndItGoesOn() throws Exception {
        try (Shadow shadow = new Shadow("joint", null)) {
            shadow.feed(List.of(commanded(used.get(0), "no-such-method", Map.of()), used.get(1)));
            assertThat(shadow.monitors())
                    .extracting(MonitorRecord::getMethod)
                    .containsExactly("joint", "joint");
            assertThat(shadow.alerts())
                    .extracting(Alert::getKind)
                    .containsExactly(Alerts.CONTROL_REFUSED);
        }
    }

    @Test
    void aMethodThatWantsExamplesHeldOutTakesThemOutOfItsMiniBatches() throws Exception {
        try (Shadow shadow =
                new Shadow(
                        "relearning", Map.of("heldOutShare", "0.3", "diagnosisSteps", "2"), null)) {
            shadow.feed(used);
            List<MonitorRecord> told = shadow.monitors();
            int trained = told.stream().mapToInt(MonitorRecord::getExamples).sum();
            int offered =
                    used.stream()
                            .filter(UsedBatch::trained)
                            .mapToInt(b -> b.examples().size())
                            .sum();
            assertThat(trained).isBetween(1, offered - 1);
            assertThat(shadow.alerts()).isEmpty();
        }
    }

    private static UsedBatch frozen(UsedBatch batch) {
        return batch.with(new ShadowOrders(List.of(), true, List.of()));
    }

    private static UsedBatch commanded(
            UsedBatch batch, String method, Map<String, String> options) {
        Control command = new Control("c", 0L, method, options, null, "shadow", Map.of());
        return batch.with(new ShadowOrders(List.of(command), false, List.of()));
    }

    @Test
    void aShadowThatCannotGoOnSaysSoOnceAndIsSilentFromThenOn() throws Exception {
        try (Shadow shadow = new Shadow("joint", null)) {
            shadow.feed(used.subList(0, 2));
            shadow.feed(List.of(withoutVideo(used.get(2))));
            shadow.feed(used.subList(3, 5));
            assertThat(shadow.monitors()).hasSize(2);
            assertThat(shadow.alerts()).hasSize(1);
            assertThat(shadow.alerts().get(0).getKind()).isEqualTo(Alerts.SHADOW_STOPPED);
            assertThat(shadow.alerts().get(0).getMessage())
                    .startsWith(
                            "the second learner, joint, cannot use the mini-batch of step 3 and stops: ");
            try (Shadow after = new Shadow("joint", shadow.harness.snapshot(1, 1))) {
                after.feed(used.subList(3, 5));
                assertThat(after.monitors()).isEmpty();
                assertThat(after.alerts()).isEmpty();
            }
        }
    }

    private TrainerSettings settings(String method) {
        return settings(method, Map.of());
    }

    private TrainerSettings settings(String method, Map<String, String> options) {
        return TrainingFixture.settings(
                directory,
                LearnerOptions.builder()
                        .learningRate(0.05)
                        .seed(7)
                        .method(method, options)
                        .build());
    }

    /** A batch that the network cannot take: its clips have one modality. */
    private static UsedBatch withoutVideo(UsedBatch batch) {
        List<Example> examples =
                batch.examples().stream()
                        .map(
                                e ->
                                        new Example(
                                                new Clip(
                                                        e.clip().streamId(),
                                                        e.clip().window(),
                                                        e.clip().media().subList(0, 1),
                                                        null,
                                                        false),
                                                e.prediction(),
                                                e.label(),
                                                e.evaluateOnly(),
                                                e.labelPosition(),
                                                e.timeMillis()))
                        .toList();
        return new UsedBatch(
                batch.step(), batch.firstExample(), examples, batch.use(), batch.orders());
    }

    /** Without what two learners, or two runs, may differ in. */
    private static List<MonitorRecord> comparable(List<MonitorRecord> records) {
        return records.stream()
                .map(
                        record ->
                                MonitorRecord.newBuilder(record)
                                        .setLearner("")
                                        .setEmittedAtMillis(0)
                                        .setServedModelAgeSteps(null)
                                        .setServingAccuracyFading(null)
                                        .setServingAccuracyWindowed(null)
                                        .build())
                .toList();
    }

    private final class Shadow implements AutoCloseable {
        final OneInputStreamOperatorTestHarness<UsedBatch, MonitorRecord> harness;

        Shadow(String method, OperatorSubtaskState state) throws Exception {
            this(method, Map.of(), state);
        }

        Shadow(String method, Map<String, String> options, OperatorSubtaskState state)
                throws Exception {
            this(settings(method, options), state);
        }

        Shadow(TrainerSettings settings, OperatorSubtaskState state) throws Exception {
            harness = new OneInputStreamOperatorTestHarness<>(new ShadowOperator(settings));
            harness.setup();
            if (state != null) {
                harness.initializeState(state);
            }
            harness.open();
        }

        void feed(List<UsedBatch> batches) throws Exception {
            for (UsedBatch batch : batches) {
                harness.processElement(batch, 0);
            }
        }

        List<MonitorRecord> monitors() {
            return harness.extractOutputValues();
        }

        List<Alert> alerts() {
            var alerts = harness.getSideOutput(SideOutputs.ALERTS);
            return alerts == null
                    ? List.of()
                    : alerts.stream().map(record -> record.getValue()).toList();
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }
}
