/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.flink.labeling.ScoredClip;
import io.ambidex.flink.monitoring.SideOutputs;
import io.ambidex.flink.training.TrainingFixture;
import io.ambidex.model.version.ModelVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The predictor's part of the states that earlier versions wrote, see {@code StateFixturesTest}:
 * the state, the version file that it names, and what that version said of a clip. A release adds
 * its own:
 *
 * <pre>{@code
 * mvn -pl flink-job -am test -Dtest=PredictorStateFixturesTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dambidex.state.write=0.1
 * }</pre>
 */
class PredictorStateFixturesTest {

    private static final String VERSION = "ambidex.state.write";
    private static final Path KEPT = Path.of("src/test/resources/state");
    private static final String FOLDER = "predictor";
    private static final String STATE = "predict.state";
    private static final String WEIGHTS = "version.safetensors";
    private static final String EXPECTED = "expected.txt";
    private static final int LIMIT = 1 << 20;
    private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

    static Stream<Path> kept() throws IOException {
        try (Stream<Path> versions = Files.list(KEPT)) {
            return versions
                    .map(version -> version.resolve(FOLDER))
                    .filter(Files::exists)
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("kept")
    void aKeptStateIsRestoredAndTheSameVersionSaysTheSame(Path folder) throws Exception {
        OperatorSubtaskState state =
                OperatorSnapshotUtil.readStateHandle(folder.resolve(STATE).toString());
        List<String> expected = Files.readAllLines(folder.resolve(EXPECTED));
        try (var harness = harness(state)) {
            Prediction prediction = predict(harness);
            assertThat(prediction.getModelEpoch() + "." + prediction.getModelNumber())
                    .isEqualTo(expected.get(0));
            assertThat(prediction.getModelDigest()).isEqualTo(expected.get(1));
            for (int i = 0; i < prediction.getProbabilities().size(); i++) {
                // The bits of a sum depend on the instructions that a processor has.
                assertThat(prediction.getProbabilities().get(i))
                        .isCloseTo(Float.parseFloat(expected.get(2 + i)), ROUNDING);
            }
            assertThat(harness.getSideOutput(SideOutputs.ALERTS)).isNullOrEmpty();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = VERSION, matches = ".+")
    void writeTheStateOfThisVersion() throws Exception {
        Path folder = KEPT.resolve(System.getProperty(VERSION)).resolve(FOLDER);
        if (Files.exists(folder)) {
            return;
        }
        Path forged = Files.createTempDirectory("versions");
        VersionForge forge = new VersionForge("test", TrainingFixture.network(), forged, LIMIT);
        ModelUpdate update = forge.good(new ModelVersion(1, 3));
        Files.createDirectories(folder);
        Files.copy(Path.of(URI.create(update.getPath())), folder.resolve(WEIGHTS));
        // Wherever the repository is, tests run in the folder of their module.
        update.setPath(folder.resolve(WEIGHTS).toString());
        try (var harness = harness(null)) {
            harness.processElement2(update, 0);
            Prediction prediction = predict(harness);
            List<String> lines = new ArrayList<>();
            lines.add(prediction.getModelEpoch() + "." + prediction.getModelNumber());
            lines.add(prediction.getModelDigest());
            prediction.getProbabilities().forEach(p -> lines.add(p.toString()));
            Files.write(folder.resolve(EXPECTED), lines);
            OperatorSnapshotUtil.writeStateHandle(
                    harness.snapshot(1, 1), folder.resolve(STATE).toString());
        }
    }

    private static Prediction predict(
            TwoInputStreamOperatorTestHarness<Clip, ModelUpdate, ScoredClip> harness)
            throws Exception {
        harness.processElement1(TrainingFixture.clip(0), 0);
        harness.processWatermark1(new Watermark(1));
        return harness.getSideOutput(SideOutputs.PREDICTIONS).poll().getValue();
    }

    private static TwoInputStreamOperatorTestHarness<Clip, ModelUpdate, ScoredClip> harness(
            OperatorSubtaskState state) throws Exception {
        ServingSettings settings =
                new ServingSettings(
                        "test",
                        TrainingFixture.network().toJson(),
                        7,
                        null,
                        "cpu",
                        3,
                        50,
                        LIMIT,
                        null);
        var harness = new TwoInputStreamOperatorTestHarness<>(new PredictOperator(settings));
        harness.setup();
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        harness.processWatermark2(Watermark.MAX_WATERMARK);
        return harness;
    }
}
