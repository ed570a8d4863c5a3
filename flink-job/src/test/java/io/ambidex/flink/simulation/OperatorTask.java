/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;

/**
 * One subtask: an operator in Flink's harness between channels. As in Flink, the watermark of an
 * input is the lowest of its channels, and a barrier waits for those of all channels.
 */
final class OperatorTask implements Closeable {

    /** The stage that it is a subtask of. */
    final Stage stage;

    private final TwoInputStreamOperatorTestHarness<Object, Object, ?> harness;
    private final List<Channel> inputs;
    private final List<Outlet> outlets;
    private final Set<Channel> outputs = new LinkedHashSet<>();
    private final long[] marks = {Long.MIN_VALUE, Long.MIN_VALUE};
    private boolean finished;

    /**
     * @param harness opened; closed by the task
     */
    @SuppressWarnings("unchecked")
    OperatorTask(
            Stage stage,
            TwoInputStreamOperatorTestHarness<?, ?, ?> harness,
            List<Channel> inputs,
            List<Outlet> outlets)
            throws Exception {
        this.stage = stage;
        this.harness = (TwoInputStreamOperatorTestHarness<Object, Object, ?>) harness;
        this.inputs = inputs;
        this.outlets = outlets;
        outlets.forEach(outlet -> outputs.addAll(outlet.channels()));
        // A stream that nothing is connected to holds nothing back.
        tellMark(1);
        tellMark(2);
        pass();
    }

    List<Channel> inputs() {
        return inputs;
    }

    TwoInputStreamOperatorTestHarness<Object, Object, ?> harness() {
        return harness;
    }

    /**
     * Takes the next event of a channel.
     *
     * @return the state, when a checkpoint's barriers have come on all channels; else null
     */
    OperatorSubtaskState take(Channel channel) throws Exception {
        Event event = channel.take();
        OperatorSubtaskState state = null;
        if (event instanceof Event.Data data) {
            if (channel.input == 1) {
                harness.processElement1(new StreamRecord<>(data.value()));
            } else {
                harness.processElement2(new StreamRecord<>(data.value()));
            }
        } else if (event instanceof Event.Mark mark) {
            channel.mark = Math.max(channel.mark, mark.millis());
            tellMark(channel.input);
        } else if (event instanceof Event.Barrier barrier) {
            channel.blocked = true;
            if (inputs.stream().allMatch(input -> input.blocked)) {
                state = snapshot(barrier);
            }
        }
        pass();
        return state;
    }

    void checkpointCompleted(long checkpoint, boolean told) throws Exception {
        if (told) {
            harness.notifyOfCompletedCheckpoint(checkpoint);
            pass();
        }
        commit(checkpoint);
    }

    /** The inputs have ended; everything that is written is committed. */
    void finish() throws Exception {
        if (!finished) {
            finished = true;
            harness.endInput1();
            harness.endInput2();
            harness.getOperator().finish();
            pass();
        }
        prepare(Long.MAX_VALUE);
        commit(Long.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        try {
            harness.close();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private OperatorSubtaskState snapshot(Event.Barrier barrier) throws Exception {
        harness.prepareSnapshotPreBarrier(barrier.checkpoint());
        pass();
        outputs.forEach(output -> output.put(barrier));
        OperatorSubtaskState state = harness.snapshot(barrier.checkpoint(), 0);
        prepare(barrier.checkpoint());
        inputs.forEach(input -> input.blocked = false);
        return state;
    }

    private void prepare(long checkpoint) {
        outlets.stream()
                .filter(outlet -> outlet.log() != null)
                .forEach(outlet -> outlet.log().prepare(checkpoint));
    }

    private void commit(long checkpoint) {
        outlets.stream()
                .filter(outlet -> outlet.log() != null)
                .forEach(outlet -> outlet.log().commit(checkpoint));
    }

    private void tellMark(int input) throws Exception {
        long lowest =
                inputs.stream()
                        .filter(channel -> channel.input == input)
                        .mapToLong(channel -> channel.mark)
                        .min()
                        .orElse(Watermark.MAX_WATERMARK.getTimestamp());
        if (lowest > marks[input - 1]) {
            marks[input - 1] = lowest;
            if (input == 1) {
                harness.processWatermark1(new Watermark(lowest));
            } else {
                harness.processWatermark2(new Watermark(lowest));
            }
        }
    }

    /** Hands on what the operator has put out: records before the watermark that followed them. */
    private void pass() {
        for (Outlet outlet : outlets) {
            if (outlet.tag() != null) {
                Queue<? extends StreamRecord<?>> side = harness.getSideOutput(outlet.tag());
                while (side != null && !side.isEmpty()) {
                    outlet.put(side.remove().getValue());
                }
            }
        }
        Queue<Object> main = harness.getOutput();
        while (!main.isEmpty()) {
            Object next = main.remove();
            if (next instanceof Watermark mark) {
                outputs.forEach(output -> output.put(new Event.Mark(mark.getTimestamp())));
            } else if (next instanceof StreamRecord<?> record) {
                for (Outlet outlet : outlets) {
                    if (outlet.tag() == null) {
                        outlet.put(record.getValue());
                    }
                }
            }
        }
    }
}
