/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.monitoring.SideOutputs;
import io.ambidex.flink.pairing.DroppedSample;
import io.ambidex.flink.pairing.PairingFunction;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The streams that a pipeline gives.
 *
 * <p>With {@code training.gpu-slot}, what is attached to the trainer's streams would inherit the
 * slot with the GPU: set its slot sharing group.
 */
public final class Pipeline {

    SingleOutputStreamOperator<Clip> paired;
    DataStream<Clip> clips;
    SingleOutputStreamOperator<?> predictor;
    DataStream<Example> examples;
    SingleOutputStreamOperator<MonitorRecord> trainer;
    SingleOutputStreamOperator<MonitorRecord> shadow;

    Pipeline() {}

    /** Clips, each once. */
    public DataStream<Clip> clips() {
        return known(clips, "does not make clips");
    }

    /** Media records that no clip was made of, and why. */
    public DataStream<DroppedSample> droppedSamples() {
        return known(paired, "does not pair media").getSideOutput(PairingFunction.DROPPED);
    }

    /** One prediction for every clip. */
    public DataStream<Prediction> predictions() {
        return known(predictor, "does not predict").getSideOutput(SideOutputs.PREDICTIONS);
    }

    /** Clips joined with their labels. */
    public DataStream<Example> examples() {
        return known(examples, "does not train");
    }

    /** How balanced the learning is; records of a second learner say so in {@code learner}. */
    public DataStream<MonitorRecord> monitors() {
        DataStream<MonitorRecord> main = known(trainer, "does not train");
        return shadow == null ? main : main.union(shadow);
    }

    /**
     * Versions that were published: write them, exactly once, where {@link
     * PipelineBuilder#modelUpdates} reads.
     */
    public DataStream<ModelUpdate> publishedVersions() {
        return known(trainer, "does not train").getSideOutput(SideOutputs.MODEL_UPDATES);
    }

    /** Which examples each version learned from. */
    public DataStream<LedgerEntry> ledger() {
        return known(trainer, "does not train").getSideOutput(SideOutputs.LEDGER);
    }

    /** What a person should know, from predictor and trainer. */
    public DataStream<Alert> alerts() {
        List<DataStream<Alert>> alerts = new ArrayList<>();
        if (predictor != null) {
            alerts.add(predictor.getSideOutput(SideOutputs.ALERTS));
        }
        if (trainer != null) {
            alerts.add(trainer.getSideOutput(SideOutputs.ALERTS));
        }
        if (shadow != null) {
            alerts.add(shadow.getSideOutput(SideOutputs.ALERTS));
        }
        return alerts.stream()
                .reduce(DataStream::union)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "this pipeline neither predicts nor trains"));
    }

    /** Whether it predicts. */
    public boolean predicts() {
        return predictor != null;
    }

    /** Whether it trains. */
    public boolean trains() {
        return trainer != null;
    }

    private static <T> T known(T stream, String otherwise) {
        if (stream == null) {
            throw new IllegalStateException("this pipeline " + otherwise);
        }
        return stream;
    }
}
