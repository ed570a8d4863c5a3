/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.serving;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.ModalityMedia;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.flink.labeling.ScoredClip;
import io.ambidex.flink.monitoring.Alerts;
import io.ambidex.flink.monitoring.Devices;
import io.ambidex.flink.monitoring.RecordTypes;
import io.ambidex.flink.monitoring.SideOutputs;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.version.ClipPrediction;
import io.ambidex.model.version.ModelVersion;
import io.ambidex.model.version.Predictor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Predicts every clip, once, with the newest model version that has come.
 *
 * <p>Clips are predicted in batches: when a batch is full, when a clip has waited long enough in
 * processing time, and before every watermark and every checkpoint barrier, so that no clip is ever
 * part of the state. Input 1 is the clips, input 2 the model updates, broadcast to every subtask.
 * The main output carries each clip with what was said of it, {@link SideOutputs#PREDICTIONS} what
 * goes out, {@link SideOutputs#ALERTS} the versions that were refused and why.
 *
 * <p>The state is the record that announced the version that answers. All subtasks write theirs and
 * a restored subtask begins with the newest of all.
 */
public final class PredictOperator extends AbstractStreamOperator<ScoredClip>
        implements TwoInputStreamOperator<Clip, ModelUpdate, ScoredClip> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(PredictOperator.class);

    private final ServingSettings settings;

    private transient ListState<ModelUpdate> pointer;
    private transient ModelUpdate restored;
    private transient ServedModel model;
    private transient PredictionRecords records;
    private transient ServingMetrics metricsOfServing;
    private transient List<StreamRecord<Clip>> batch;
    private transient boolean timerIsSet;

    public PredictOperator(ServingSettings settings) {
        this.settings = settings;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        pointer =
                context.getOperatorStateStore()
                        .getUnionListState(
                                new ListStateDescriptor<>(
                                        "served-version", RecordTypes.MODEL_UPDATE));
        Comparator<ModelUpdate> age =
                Comparator.comparingLong(ModelUpdate::getEpoch)
                        .thenComparingLong(ModelUpdate::getNumber);
        for (ModelUpdate update : pointer.get()) {
            if (restored == null || age.compare(update, restored) > 0) {
                restored = update;
            }
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        batch = new ArrayList<>(settings.batchSize());
        records = new PredictionRecords(settings);
        metricsOfServing = new ServingMetrics(getMetricGroup());
        String device = Devices.choose(getRuntimeContext(), settings.device());
        model = new ServedModel(settings, new VersionReader(settings, device), this::alert);
        if (restored != null) {
            model.offer(restored);
            setTimer();
        }
        processWatermarkStatus2(WatermarkStatus.IDLE);
    }

    @Override
    public void processElement1(StreamRecord<Clip> clip) {
        batch.add(clip.copy(clip.getValue()));
        if (batch.size() >= settings.batchSize()) {
            flush();
        } else {
            setTimer();
        }
    }

    @Override
    public void processElement2(StreamRecord<ModelUpdate> update) {
        model.offer(update.getValue());
        if (model.isWaiting()) {
            setTimer();
        }
    }

    /** Model updates carry no event time: that of the clips alone counts, or none. */
    @Override
    public void processWatermark2(Watermark mark) {}

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        flush();
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        super.prepareSnapshotPreBarrier(checkpointId);
        flush();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        pointer.update(model.update() == null ? List.of() : List.of(model.update()));
    }

    @Override
    public void finish() throws Exception {
        flush();
        super.finish();
    }

    @Override
    public void close() throws Exception {
        if (model != null) {
            model.close();
        }
        super.close();
    }

    private void setTimer() {
        if (!timerIsSet) {
            timerIsSet = true;
            long due =
                    getProcessingTimeService().getCurrentProcessingTime()
                            + settings.maxDelayMillis();
            getProcessingTimeService().registerTimer(due, time -> onTimer());
        }
    }

    private void onTimer() {
        timerIsSet = false;
        flush();
    }

    private void flush() {
        takeNewest();
        if (batch.isEmpty()) {
            return;
        }
        Predictor predictor = model.predictor();
        MiniBatch.Builder clips = MiniBatch.builder(batch.get(0).getValue().media().size());
        for (StreamRecord<Clip> clip : batch) {
            List<byte[]> media = clip.getValue().media().stream().map(ModalityMedia::data).toList();
            clips.add(media, MiniBatch.NO_LABEL, 0);
        }
        long start = System.nanoTime();
        List<ClipPrediction> predictions = predictor.predict(clips.build());
        metricsOfServing.predicted(batch.size(), System.nanoTime() - start);
        for (int i = 0; i < batch.size(); i++) {
            emit(batch.get(i), predictions.get(i), predictor);
        }
        batch.clear();
    }

    private void emit(StreamRecord<Clip> clip, ClipPrediction said, Predictor predictor) {
        output.collect(
                SideOutputs.PREDICTIONS,
                new StreamRecord<>(records.prediction(clip.getValue(), said, predictor, now())));
        output.collect(
                clip.replace(
                        new ScoredClip(
                                clip.getValue(), records.served(said, predictor.version()))));
    }

    private void takeNewest() {
        if (model.takeNewest()) {
            ModelVersion version = model.predictor().version();
            metricsOfServing.tookUp(version, model.update().getCreatedAtMillis());
            LOG.info("Predicting with version {} {}", version, model.predictor().digest());
        }
    }

    /** Every subtask tells what it refused: a file may be missing on one machine alone. */
    private void alert(ModelUpdate update, String reason) {
        metricsOfServing.refused();
        LOG.warn("Refused version {}.{}: {}", update.getEpoch(), update.getNumber(), reason);
        output.collect(
                SideOutputs.ALERTS,
                new StreamRecord<>(
                        Alerts.of(
                                Alerts.MODEL_VERSION_REFUSED,
                                Alerts.Severity.WARNING,
                                "model version "
                                        + update.getEpoch()
                                        + "."
                                        + update.getNumber()
                                        + " was refused: "
                                        + reason,
                                ServedModel.describe(update),
                                now())));
    }

    private long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }
}
