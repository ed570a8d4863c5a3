/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.serving;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.flink.labeling.ScoredClip;
import io.ambidex.flink.monitoring.SideOutputs;
import io.ambidex.flink.training.TrainingFixture;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** A predictor as Flink runs it, with what goes in and what comes out. */
final class PredictorRun implements AutoCloseable {
    static final long SEED = 7;
    static final int BATCH = 3;
    static final long MAX_DELAY = 50;

    /** Largest version file that it reads, in bytes. */
    static final int LIMIT = 1 << 20;

    final TwoInputStreamOperatorTestHarness<Clip, ModelUpdate, ScoredClip> harness;

    /**
     * @param initialWeights version file to begin with; null for fresh weights
     * @param publicKey file of the key; null for none
     * @param state to go on from; null for none
     */
    PredictorRun(String initialWeights, String publicKey, OperatorSubtaskState state)
            throws Exception {
        ServingSettings settings =
                new ServingSettings(
                        "test",
                        TrainingFixture.network().toJson(),
                        SEED,
                        initialWeights,
                        "cpu",
                        BATCH,
                        MAX_DELAY,
                        LIMIT,
                        publicKey);
        harness = new TwoInputStreamOperatorTestHarness<>(new PredictOperator(settings));
        harness.setup();
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        harness.processWatermark2(Watermark.MAX_WATERMARK);
    }

    /** Clips of the fixture, from one number to before another. */
    void clips(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            harness.processElement1(TrainingFixture.clip(i), i);
        }
    }

    /** Predicts one clip of the fixture at once. */
    Prediction next(int clip) throws Exception {
        clips(clip, clip + 1);
        harness.processWatermark1(new Watermark(clip));
        List<Prediction> all = predictions();
        return all.get(all.size() - 1);
    }

    /** Lets a version be taken up, or refused. */
    void announce(ModelUpdate update) throws Exception {
        harness.processElement2(update, 0);
        harness.setProcessingTime(harness.getProcessingTime() + MAX_DELAY);
    }

    List<Prediction> predictions() {
        return side(SideOutputs.PREDICTIONS);
    }

    List<Alert> alerts() {
        return side(SideOutputs.ALERTS);
    }

    private <T> List<T> side(OutputTag<T> tag) {
        List<T> values = new ArrayList<>();
        if (harness.getSideOutput(tag) != null) {
            harness.getSideOutput(tag).stream().map(StreamRecord::getValue).forEach(values::add);
        }
        return values;
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
