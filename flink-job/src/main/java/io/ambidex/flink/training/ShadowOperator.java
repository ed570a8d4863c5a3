/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.monitoring.Alerts;
import io.ambidex.flink.monitoring.Alerts.Severity;
import io.ambidex.flink.monitoring.Devices;
import io.ambidex.flink.monitoring.SideOutputs;
import io.ambidex.flink.training.state.StateStore;
import io.ambidex.model.version.BadModelVersionException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a second learner in the shadow of the trainer: it is fed with the mini-batches that the
 * trainer has used, so that both see the same examples in the same order in the same steps by
 * construction, whatever order they arrived in; what waits for its order is kept once, by the
 * trainer. It has an operator, a thread and a state of its own: a job can be given a shadow, or
 * lose it, between a savepoint and the next start, and the trainer's state knows nothing of it.
 *
 * <p>The main output is the monitor records of the second learner; {@link SideOutputs#ALERTS} says
 * what became of commands to it. When it cannot go on, it says so once there and is silent from
 * then on, also after a restore; the job goes on.
 */
public final class ShadowOperator extends AbstractStreamOperator<MonitorRecord>
        implements OneInputStreamOperator<UsedBatch, MonitorRecord> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ShadowOperator.class);

    private final TrainerSettings settings;

    private transient StateStore state;
    private transient ShadowLearner shadow;

    /** Why the second learner does not go on; not yet told. */
    private transient String failure;

    /**
     * @param settings those of the trainer, with the second learner's options as the learner's
     */
    public ShadowOperator(TrainerSettings settings) {
        this.settings = settings;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        state = StateStore.of(context, "shadow", settings.stateInlineLimit());
        try {
            begin();
        } catch (IOException | BadModelVersionException | RuntimeException e) {
            fail("cannot begin", e);
        }
    }

    private void begin() throws IOException, BadModelVersionException {
        if (state.isRestored()) {
            state.read(this::read);
        } else {
            shadow = create(settings.initialWeights());
        }
    }

    private void read(InputStream stream) throws IOException, BadModelVersionException {
        DataInputStream in = new DataInputStream(stream);
        if (in.readBoolean()) {
            shadow = create(null);
            shadow.read(in);
        }
    }

    private ShadowLearner create(String initialWeights)
            throws IOException, BadModelVersionException {
        return new ShadowLearner(settings, device(), initialWeights, this::tell, this::now);
    }

    private void tell(Alert alert) {
        LOG.warn("{}: {}", alert.getKind(), alert.getMessage());
        output.collect(SideOutputs.ALERTS, new StreamRecord<>(alert));
    }

    private String device() {
        return Devices.choose(getRuntimeContext(), settings.learner().device());
    }

    @Override
    public void processElement(StreamRecord<UsedBatch> element) {
        UsedBatch used = element.getValue();
        Optional<MonitorRecord> record = Optional.empty();
        if (shadow != null) {
            try {
                record = shadow.use(used);
            } catch (RuntimeException e) {
                fail("cannot use the mini-batch of step " + used.step(), e);
            }
        }
        if (!used.trained() || used.step() % settings.monitorEverySteps() == 0) {
            record.ifPresent(told -> output.collect(new StreamRecord<>(told)));
        }
        if (failure != null) {
            tell(stopped(failure));
            failure = null;
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        state.write(context, this::write);
    }

    private void write(OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeBoolean(shadow != null);
        if (shadow != null) {
            shadow.write(out);
        }
        out.flush();
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        state.release();
    }

    @Override
    public void close() throws Exception {
        closeShadow();
        super.close();
    }

    /** The second learner is an extra: whatever it meets, training and serving go on. */
    private void fail(String what, Exception cause) {
        LOG.warn("The second learner {} and stops", what, cause);
        failure =
                "the second learner, %s, %s and stops: %s"
                        .formatted(settings.learner().method(), what, cause.getMessage());
        closeShadow();
    }

    private void closeShadow() {
        if (shadow != null) {
            shadow.close();
            shadow = null;
        }
    }

    private Alert stopped(String message) {
        return Alerts.of(
                Alerts.SHADOW_STOPPED,
                Severity.WARNING,
                message,
                Map.of("model", settings.modelName(), "learner", MonitorRecords.SHADOW),
                now());
    }

    private long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }
}
