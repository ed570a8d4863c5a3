/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.monitoring.Devices;
import io.ambidex.flink.monitoring.SideOutputs;
import io.ambidex.flink.training.state.StateStore;
import io.ambidex.flink.training.version.InitialWeights;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.version.BadModelVersionException;
import java.io.IOException;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains the model, with one subtask.
 *
 * <p>Input 1 is the examples, input 2 commands and counts. Examples wait until no earlier one can
 * come, then they are numbered and trained on in the order of their times. The main output is the
 * monitor records; {@link SideOutputs#MODEL_UPDATES}, {@link SideOutputs#LEDGER} and {@link
 * SideOutputs#ALERTS} carry the rest. At the end of input 1 what waits is used and a last version
 * is published.
 *
 * <p>The state, in a {@link StateStore}, is everything the next gradient depends on: a job that
 * goes on from a checkpoint makes the same weights, bit for bit, as one that was never stopped (on
 * the CPU, with the same number of threads). The balancing method is part of the state: after a
 * restore the method there goes on, whatever is configured.
 */
public final class TrainOperator extends AbstractStreamOperator<MonitorRecord>
        implements TwoInputStreamOperator<Example, TrainingSignal, MonitorRecord>,
                BoundedMultiInput {
    /** The mini-batches that were trained on or scored, in that order. */
    public static final OutputTag<UsedBatch> USED_BATCHES =
            new OutputTag<>("used-batches", UsedBatch.TYPE);

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(TrainOperator.class);

    private final TrainerSettings settings;

    private transient StateStore state;
    private transient Trainer trainer;
    private transient boolean finished;

    public TrainOperator(TrainerSettings settings) {
        this.settings = settings;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        int subtasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
        if (subtasks != 1) {
            throw new IllegalStateException(
                    "the trainer has one subtask, but " + subtasks + " were asked for");
        }
        state = StateStore.of(context, "trainer", settings.stateInlineLimit());
        String device = Devices.choose(getRuntimeContext(), settings.learner().device());
        Learner learner = create(settings.learnerOn(device));
        try {
            trainer = new Trainer(settings, device, learner, new Records(), this::now);
        } catch (RuntimeException e) {
            learner.close();
            throw e;
        }
        if (state.isRestored()) {
            state.read(in -> TrainerState.read(trainer, in));
            LOG.info("Training goes on after step {}", learner.steps());
        }
    }

    private Learner create(LearnerOptions options) throws IOException, BadModelVersionException {
        return state.isRestored() || settings.initialWeights() == null
                ? Learner.create(settings.networkSpec(), options)
                : Learner.create(
                        settings.networkSpec(),
                        options,
                        InitialWeights.read(settings.initialWeights()));
    }

    @Override
    public void open() throws Exception {
        super.open();
        TrainingMetrics.register(getMetricGroup(), trainer);
        // Records can go out only when the task runs.
        getProcessingTimeService().registerTimer(now(), time -> trainer.publishFirst());
    }

    @Override
    public void processElement1(StreamRecord<Example> example) {
        trainer.add(example.getValue());
    }

    @Override
    public void processElement2(StreamRecord<TrainingSignal> signal) {
        trainer.signal(signal.getValue());
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        trainer.publishFirst();
        trainer.advanceTo(mark.getTimestamp());
        super.processWatermark(mark);
    }

    @Override
    public void endInput(int inputId) throws Exception {
        if (inputId == 1) {
            finishTraining();
        }
    }

    @Override
    public void finish() throws Exception {
        finishTraining();
        super.finish();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        state.write(context, out -> TrainerState.write(trainer, out));
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        state.release();
    }

    @Override
    public void close() throws Exception {
        if (trainer != null) {
            trainer.close();
        }
        super.close();
    }

    private void finishTraining() throws IOException {
        if (!finished) {
            finished = true;
            trainer.publishFirst();
            trainer.finish();
        }
    }

    private long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }

    private final class Records implements TrainerOutput {
        @Override
        public void monitor(MonitorRecord record) {
            output.collect(new StreamRecord<>(record));
        }

        @Override
        public void modelUpdate(ModelUpdate update) {
            LOG.info(
                    "Published version {}.{} after step {}: {}",
                    update.getEpoch(),
                    update.getNumber(),
                    update.getStep(),
                    update.getDigest());
            output.collect(SideOutputs.MODEL_UPDATES, new StreamRecord<>(update));
        }

        @Override
        public void ledger(LedgerEntry entry) {
            output.collect(SideOutputs.LEDGER, new StreamRecord<>(entry));
        }

        @Override
        public void alert(Alert alert) {
            LOG.warn("{}: {}", alert.getKind(), alert.getMessage());
            output.collect(SideOutputs.ALERTS, new StreamRecord<>(alert));
        }

        @Override
        public void used(UsedBatch batch) {
            output.collect(USED_BATCHES, new StreamRecord<>(batch));
        }
    }
}
