/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.flink.labeling.ScoredClip;
import io.ambidex.flink.monitoring.Alerts;
import io.ambidex.flink.monitoring.SideOutputs;
import io.ambidex.flink.training.TrainingFixture;
import io.ambidex.model.version.ModelVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever comes on the topic of versions, a predictor with a key serves only what is good, signed
 * and newer; it says why it refused the rest, and the version that answered answers on.
 */
class RefusedVersionsTest {

    private static final int LIMIT = 1 << 20;

    @TempDir private Path directory;
    private VersionForge forge;

    @BeforeEach
    void makeKeys() throws Exception {
        forge = new VersionForge("test", TrainingFixture.network(), directory, LIMIT);
    }

    @ParameterizedTest
    @EnumSource
    void aBadVersionIsNeverServedAndTheOldOneAnswersOn(VersionForge.Fault fault) throws Exception {
        var harness = harness();
        try {
            ModelUpdate good = forge.good(new ModelVersion(0, 1));
            announce(harness, good);
            announce(harness, forge.bad(fault, new ModelVersion(0, 2), good));
            harness.processElement1(TrainingFixture.clip(0), 0);
            harness.processWatermark1(new Watermark(1));

            assertThat(side(harness, SideOutputs.PREDICTIONS))
                    .extracting(Prediction::getModelDigest)
                    .containsExactly(good.getDigest());
            assertThat(side(harness, SideOutputs.ALERTS))
                    .singleElement()
                    .returns(Alerts.MODEL_VERSION_REFUSED, Alert::getKind)
                    .satisfies(alert -> assertThat(alert.getMessage()).contains(fault.reason()));
        } finally {
            harness.close();
        }
    }

    @Test
    void aReplayedRecordChangesNothing() throws Exception {
        var harness = harness();
        try {
            ModelUpdate first = forge.good(new ModelVersion(0, 1));
            announce(harness, first);
            announce(harness, first);
            harness.processElement1(TrainingFixture.clip(0), 0);
            harness.processWatermark1(new Watermark(1));

            assertThat(side(harness, SideOutputs.PREDICTIONS))
                    .extracting(Prediction::getModelDigest)
                    .containsExactly(first.getDigest());
            assertThat(side(harness, SideOutputs.ALERTS)).isEmpty();
        } finally {
            harness.close();
        }
    }

    private static void announce(
            TwoInputStreamOperatorTestHarness<Clip, ModelUpdate, ScoredClip> harness,
            ModelUpdate update)
            throws Exception {
        harness.processElement2(update, 0);
        harness.setProcessingTime(harness.getProcessingTime() + 50);
    }

    private static <T> List<T> side(
            TwoInputStreamOperatorTestHarness<Clip, ModelUpdate, ScoredClip> harness,
            OutputTag<T> tag) {
        List<T> values = new ArrayList<>();
        if (harness.getSideOutput(tag) != null) {
            harness.getSideOutput(tag).stream().map(StreamRecord::getValue).forEach(values::add);
        }
        return values;
    }

    private TwoInputStreamOperatorTestHarness<Clip, ModelUpdate, ScoredClip> harness()
            throws Exception {
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
                        forge.publicKey());
        var harness = new TwoInputStreamOperatorTestHarness<>(new PredictOperator(settings));
        harness.setup();
        harness.open();
        harness.processWatermark2(Watermark.MAX_WATERMARK);
        return harness;
    }
}
