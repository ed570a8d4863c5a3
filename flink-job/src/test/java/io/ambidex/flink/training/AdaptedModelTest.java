/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.Control;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.labeling.ScoredClip;
import io.ambidex.flink.monitoring.Alerts;
import io.ambidex.flink.monitoring.SideOutputs;
import io.ambidex.flink.serving.PredictOperator;
import io.ambidex.flink.serving.ServingSettings;
import io.ambidex.flink.training.version.InitialWeights;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.BadModelVersionException;
import io.ambidex.model.version.ReadLimits;
import io.ambidex.model.version.VersionFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Adapters from the trainer to the predictor: versions and checkpoints hold no base, which both
 * find by its digest, or say that they do not.
 */
class AdaptedModelTest {

    private static final Map<String, String> RANK = Map.of("rank", "2");

    @TempDir Path directory;

    @Test
    void aSmallVersionOnWeightsThatWereGivenIsPublishedAndServed() throws Exception {
        String base = pretrained();
        try (var trainer = trainer("moka", base, null)) {
            feed(trainer, 0, 8);
            List<ModelUpdate> versions = side(trainer, SideOutputs.MODEL_UPDATES);
            assertThat(versions).hasSizeGreaterThan(1);
            VersionFile newest = read(last(versions));
            assertThat(newest.base()).isEqualTo(read(base).digest());
            assertThat(newest.tensors().keySet())
                    .allMatch(name -> name.contains(".lora_") || name.startsWith("head."));
            assertThat(last(versions).getSizeBytes()).isLessThan(Files.size(path(base)));
            try (var predictor = predictor(newest.spec(), base)) {
                assertThat(served(predictor, versions.get(0)))
                        .as("version 0 is what predictors begin with")
                        .isEqualTo(versions.get(0).getDigest());
                assertThat(served(predictor, last(versions))).isEqualTo(last(versions).getDigest());
                assertThat(side(predictor, SideOutputs.ALERTS)).isEmpty();
            }
            assertThatThrownBy(() -> InitialWeights.read(last(versions).getPath()))
                    .isInstanceOf(BadModelVersionException.class)
                    .hasMessageContaining("holds adapters for the model " + newest.base());
        }
    }

    @Test
    void aVersionWhoseBaseIsUnknownIsRefusedAndTheOldOneAnswersOn() throws Exception {
        ModelUpdate version;
        try (var trainer = trainer("moka", pretrained(), null)) {
            feed(trainer, 0, 8);
            version = last(side(trainer, SideOutputs.MODEL_UPDATES));
        }
        String digest = read(version).base();
        deleteBases();
        try (var predictor = predictor(TrainingFixture.network(), null)) {
            assertThat(served(predictor, version)).isNotEqualTo(version.getDigest());
            assertThat(side(predictor, SideOutputs.ALERTS))
                    .singleElement()
                    .returns(Alerts.MODEL_VERSION_REFUSED, Alert::getKind)
                    .satisfies(
                            alert ->
                                    assertThat(alert.getMessage())
                                            .contains(digest)
                                            .contains("is unknown: there is no file"));
        }
    }

    @Test
    void aMethodThatIsChangedToItIsServedOnWhatWasLearnedUntilThen() throws Exception {
        try (var trainer = trainer("joint", null, null);
                var predictor = predictor(TrainingFixture.network(), null)) {
            trainer.processElement2(
                    TrainingSignal.of(
                            new Control("change", 4_000L, "moka", RANK, null, "main", Map.of())),
                    0);
            feed(trainer, 0, 12);
            ModelUpdate version = last(side(trainer, SideOutputs.MODEL_UPDATES));
            assertThat(read(version).base()).isNotNull();
            assertThat(served(predictor, version)).isEqualTo(version.getDigest());
            assertThat(side(predictor, SideOutputs.ALERTS)).isEmpty();
        }
    }

    @Test
    void aCheckpointHoldsNoBaseAndFindsItAgain() throws Exception {
        String base = pretrained();
        OperatorSubtaskState checkpoint;
        List<ModelUpdate> undisturbed;
        try (var trainer = trainer("moka", base, null)) {
            feed(trainer, 0, 8);
            checkpoint = trainer.snapshot(1, 1);
            feed(trainer, 8, 16);
            undisturbed = side(trainer, SideOutputs.MODEL_UPDATES);
        }
        try (var trainer = trainer("moka", base, checkpoint)) {
            feed(trainer, 8, 16);
            assertThat(last(side(trainer, SideOutputs.MODEL_UPDATES)).getDigest())
                    .isEqualTo(last(undisturbed).getDigest());
        }
        String digest = read(last(undisturbed)).base();
        deleteBases();
        try (var trainer = trainer("moka", base, checkpoint)) {
            feed(trainer, 8, 16);
            assertThat(last(side(trainer, SideOutputs.MODEL_UPDATES)).getDigest())
                    .as("the initial weights are the base, too")
                    .isEqualTo(last(undisturbed).getDigest());
        }
        deleteBases();
        assertThatThrownBy(() -> trainer("moka", null, checkpoint).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(digest)
                .hasMessageContaining("is unknown");
    }

    /** Path of a complete version that was trained a little. */
    private String pretrained() throws Exception {
        TrainerSettings settings = TrainingFixture.settings(directory.resolve("pretrained"));
        try (var trainer = new TwoInputStreamOperatorTestHarness<>(new TrainOperator(settings))) {
            open(trainer, null);
            feed(trainer, 0, 8);
            return last(side(trainer, SideOutputs.MODEL_UPDATES)).getPath();
        }
    }

    private TwoInputStreamOperatorTestHarness<Example, TrainingSignal, MonitorRecord> trainer(
            String method, String initialWeights, OperatorSubtaskState state) throws Exception {
        Map<String, String> options = method.equals("moka") ? RANK : Map.of();
        TrainerSettings fresh =
                TrainingFixture.settings(
                        directory.resolve("models"),
                        LearnerOptions.builder()
                                .learningRate(0.05)
                                .seed(7)
                                .method(method, options)
                                .build());
        TrainerSettings settings =
                new TrainerSettings(
                        fresh.modelName(),
                        fresh.network(),
                        fresh.learner(),
                        initialWeights,
                        fresh.batchSize(),
                        fresh.batchTimeoutMillis(),
                        fresh.settleDelayMillis(),
                        fresh.directory(),
                        fresh.publishEverySteps(),
                        fresh.monitorEverySteps(),
                        fresh.contributionEverySteps(),
                        fresh.scoreWindow(),
                        fresh.fadingFactor(),
                        fresh.privateKeyFile(),
                        fresh.stateInlineLimit(),
                        fresh.drift(),
                        fresh.shadowed());
        var harness = new TwoInputStreamOperatorTestHarness<>(new TrainOperator(settings));
        open(harness, state);
        return harness;
    }

    private static void open(
            TwoInputStreamOperatorTestHarness<Example, TrainingSignal, MonitorRecord> harness,
            OperatorSubtaskState state)
            throws Exception {
        harness.setup();
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        harness.setProcessingTime(1);
        harness.processWatermark2(Watermark.MAX_WATERMARK);
    }

    private static void feed(
            TwoInputStreamOperatorTestHarness<Example, TrainingSignal, MonitorRecord> trainer,
            int from,
            int to)
            throws Exception {
        for (Example example : TrainingFixture.examples(to).subList(from, to)) {
            trainer.processElement1(example, example.timeMillis());
        }
        long end = TrainingFixture.example(to - 1, false).timeMillis();
        trainer.processWatermark1(new Watermark(end + TrainingFixture.SETTLE_DELAY + 1));
    }

    private TwoInputStreamOperatorTestHarness<Clip, ModelUpdate, ScoredClip> predictor(
            NetworkSpec network, String initialWeights) throws Exception {
        ServingSettings settings =
                new ServingSettings(
                        "test", network.toJson(), 7, initialWeights, "cpu", 4, 50, 1 << 20, null);
        var harness = new TwoInputStreamOperatorTestHarness<>(new PredictOperator(settings));
        harness.setup();
        harness.open();
        harness.processWatermark2(Watermark.MAX_WATERMARK);
        return harness;
    }

    /** Digest of the version that answers after another was announced. */
    private static String served(
            TwoInputStreamOperatorTestHarness<Clip, ModelUpdate, ScoredClip> predictor,
            ModelUpdate version)
            throws Exception {
        predictor.processElement2(version, 0);
        predictor.setProcessingTime(predictor.getProcessingTime() + 50);
        predictor.processElement1(TrainingFixture.clip(0), 0);
        predictor.setProcessingTime(predictor.getProcessingTime() + 50);
        return last(side(predictor, SideOutputs.PREDICTIONS)).getModelDigest();
    }

    private void deleteBases() throws IOException {
        Path bases = directory.resolve("models").resolve("base");
        try (Stream<Path> files = Files.list(bases)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static VersionFile read(ModelUpdate version) throws Exception {
        return read(version.getPath());
    }

    private static VersionFile read(String path) throws Exception {
        return VersionFile.read(Files.readAllBytes(path(path)), null, ReadLimits.DEFAULT);
    }

    private static Path path(String uri) {
        return Path.of(URI.create(uri).getPath());
    }

    private static <T> T last(List<T> values) {
        return values.get(values.size() - 1);
    }

    private static <T> List<T> side(
            AbstractStreamOperatorTestHarness<?> harness, OutputTag<T> tag) {
        List<T> values = new ArrayList<>();
        if (harness.getSideOutput(tag) != null) {
            harness.getSideOutput(tag).stream().map(StreamRecord::getValue).forEach(values::add);
        }
        return values;
    }
}
