/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import io.ambidex.connectors.clip.WindowId;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.monitoring.Counts;
import io.ambidex.flink.monitoring.SideOutputs;
import io.ambidex.flink.training.TrainOperator;
import io.ambidex.flink.training.TrainingSignal;
import io.ambidex.flink.training.UsedBatch;
import io.ambidex.flink.training.ledger.Ledger;
import io.ambidex.flink.training.order.TrainingOrder;
import io.ambidex.flink.training.order.Work;
import io.ambidex.flink.training.order.Worker;
import io.ambidex.flink.training.state.StateStore;
import io.ambidex.flink.training.version.ContentFiles;
import io.ambidex.model.learning.ExampleKey;
import io.ambidex.model.version.ModelVersion;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The trainer without a network, for thousands of runs: order, ledger and state are those of {@link
 * TrainOperator}; in place of weights it has a hash over all that it did, in that order.
 */
final class BookkeepingTrainer extends AbstractStreamOperator<UsedBatch>
        implements TwoInputStreamOperator<Example, TrainingSignal, UsedBatch>, BoundedMultiInput {

    private static final long serialVersionUID = 1L;

    /** In bytes: half of the states are above it, half below, also within one run. */
    private static final long INLINE_LIMIT = 290;

    private final World world;
    private final Worker worker = new Hands();

    private TrainingOrder order;
    private Ledger ledger = new Ledger();
    private byte[] weights = {};
    private long steps;
    private long versions;
    private StateStore state;
    private boolean finished;

    BookkeepingTrainer(World world) {
        this.world = world;
        this.order = new TrainingOrder(world.batchSize, world.batchTimeoutMillis);
    }

    /** Whether a clip is kept apart. */
    static boolean holdsOut(String streamId, WindowId window) {
        long hash = ExampleKey.hash(streamId, window.startMillis(), window.endMillis());
        return Math.floorMod(hash, 8) == 0;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        state = StateStore.of(context, "trainer", INLINE_LIMIT);
        if (state.isRestored()) {
            state.read(this::read);
        }
    }

    private void read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        weights = in.readNBytes(in.readInt());
        steps = in.readLong();
        versions = in.readLong();
        ledger = Ledger.read(in);
        order.read(in);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        state.write(context, this::write);
    }

    private void write(OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(weights.length);
        out.write(weights);
        out.writeLong(steps);
        out.writeLong(versions);
        ledger.write(out);
        order.write(out);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        state.release();
    }

    @Override
    public void processElement1(StreamRecord<Example> example) {
        if (!order.add(example.getValue())) {
            ledger.count(Counts.NON_REPEATABLE_DECISIONS, 1);
        }
    }

    @Override
    public void processElement2(StreamRecord<TrainingSignal> signal) {
        if (signal.getValue().count() != null) {
            ledger.count(signal.getValue().count());
        } else {
            order.add(signal.getValue().control());
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        order.advanceTo(mark.getTimestamp() - world.pairing.settleDelayMillis(), worker);
        super.processWatermark(mark);
    }

    @Override
    public void endInput(int input) throws Exception {
        if (input == 1 && !finished) {
            finished = true;
            order.advanceTo(Long.MAX_VALUE, worker);
            publish();
        }
    }

    private final class Hands implements Worker {
        @Override
        public boolean holdsOut(Example example) {
            return BookkeepingTrainer.holdsOut(example.clip().streamId(), example.clip().window());
        }

        @Override
        public void carryOut(Work work) throws IOException {
            if (work instanceof Work.Apply apply) {
                ledger.count(Counts.NON_REPEATABLE_DECISIONS, apply.late() ? 1 : 0);
                ledger.methodChanged(steps + 1, apply.control().getCommandId());
                learn("apply " + apply.control());
            } else if (work instanceof Work.Evaluate evaluate) {
                ledger.count(Counts.EVALUATION_ONLY, evaluate.examples().size());
                learn("evaluate " + names(evaluate.examples()));
            } else if (work instanceof Work.HoldOut holdOut) {
                ledger.count(Counts.HELD_OUT, 1);
                learn("hold out " + names(List.of(holdOut.example())));
            } else if (work instanceof Work.Train train) {
                steps++;
                train.examples().forEach(ledger::use);
                learn("train " + train.firstExample() + names(train.examples()));
                output.collect(
                        new StreamRecord<>(
                                new UsedBatch(
                                        steps, train.firstExample(), train.examples(), true)));
                if (steps % 2 == 0) {
                    publish();
                }
            }
        }
    }

    private void learn(String what) {
        MessageDigest sha256 = ContentFiles.sha256();
        sha256.update(weights);
        weights = sha256.digest(what.getBytes(StandardCharsets.UTF_8));
    }

    private void publish() {
        LedgerEntry entry =
                ledger.close(
                        "test",
                        new ModelVersion(0, versions++),
                        HexFormat.of().formatHex(weights),
                        HexFormat.of().formatHex(weights),
                        steps,
                        order.pending() + order.pendingEvaluations(),
                        0);
        output.collect(SideOutputs.LEDGER, new StreamRecord<>(entry));
    }

    /** Without the prediction, which no other run repeats. */
    private static String names(List<Example> examples) {
        StringBuilder names = new StringBuilder();
        for (Example e : examples) {
            names.append(e.clip().streamId())
                    .append(e.clip().window())
                    .append(e.label())
                    .append(e.labelPosition());
        }
        return names.toString();
    }
}
