/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.schema.Control;
import io.ambidex.flink.labeling.LabelRecord;
import io.ambidex.flink.labeling.LabelingFunction;
import io.ambidex.flink.labeling.ScoredClip;
import io.ambidex.flink.labeling.ServedPrediction;
import io.ambidex.flink.monitoring.CountUpdate;
import io.ambidex.flink.pairing.PairingFunction;
import io.ambidex.flink.simulation.Outcome.Topic;
import io.ambidex.flink.training.TrainingSignal;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/**
 * The tasks of one attempt of the job and the channels between them, connected as {@code
 * pipeline.Operators} does:
 *
 * <pre>
 * media ──► pair ──► (predict) ──► label ──► train
 * labels ──►└─────────────────────►┘          ▲
 * control, counts ────────────────────────────┘
 * </pre>
 *
 * In place of a predictor stands a prediction by chance: what is served must not reach the weights.
 */
final class Dataflow implements Closeable {

    final List<SourceTask> sources = new ArrayList<>();
    final List<OperatorTask> tasks = new ArrayList<>();

    private final World world;
    private final Trainers trainers;
    private final Random random;
    private final Outcome outcome;
    private final Checkpoint from;
    private final int pairing;
    private final int labeling;
    private Channel commandChannel;
    private SourceTask commands;

    /**
     * @param from what to go on from; null to begin
     * @param pairing subtasks that pair
     * @param labeling subtasks that label
     * @param random predictions come from it
     */
    Dataflow(
            World world,
            Trainers trainers,
            Outcome outcome,
            Checkpoint from,
            int pairing,
            int labeling,
            Random random)
            throws Exception {
        this.world = world;
        this.trainers = trainers;
        this.outcome = outcome;
        this.from = from;
        this.pairing = pairing;
        this.labeling = labeling;
        this.random = random;
        connect();
    }

    /** All tasks that take part in a checkpoint. */
    int participants() {
        return sources.size() + tasks.size();
    }

    World.Partition partitionOf(SourceTask source) {
        return world.partitions.get(sources.indexOf(source));
    }

    /** Whether everything was read and has arrived. */
    boolean isDrained() {
        return sources.stream().allMatch(SourceTask::hasEnded)
                && tasks.stream().allMatch(t -> t.inputs().stream().allMatch(Channel::isEmpty));
    }

    /**
     * No watermark may go beyond the earliest command that the trainer has not got: who sends a
     * command sends it in time.
     */
    long earliestCommandUnderway() {
        long earliest = Long.MAX_VALUE;
        for (Object command : commands.unread()) {
            earliest = Math.min(earliest, World.timeOf(command));
        }
        for (Event event : commandChannel.underway()) {
            if (event instanceof Event.Data data) {
                TrainingSignal signal = (TrainingSignal) data.value();
                earliest = Math.min(earliest, signal.control().getEffectiveAtMillis());
            }
        }
        return earliest;
    }

    @Override
    public void close() throws IOException {
        for (OperatorTask task : tasks) {
            task.close();
        }
    }

    private void connect() throws Exception {
        List<List<Channel>> intoPairing = lists(pairing);
        List<List<Channel>> intoLabeling = lists(labeling);
        List<Channel> intoTraining = new ArrayList<>();
        for (World.Partition partition : world.partitions) {
            List<List<Channel>> receivers = new ArrayList<>();
            if (partition.isMedia()) {
                receivers.add(channels(1, intoPairing));
            } else if (partition.topic().equals(World.LABELS)) {
                receivers.add(channels(2, intoLabeling));
                if (world.labelWindows) {
                    receivers.add(channels(2, intoPairing));
                }
            } else {
                commandChannel = new Channel(2);
                intoTraining.add(commandChannel);
                receivers.add(List.of(commandChannel));
            }
            sources.add(source(partition, receivers));
        }
        for (int i = 0; i < pairing; i++) {
            tasks.add(pair(i, intoPairing.get(i), intoLabeling, intoTraining));
        }
        for (int i = 0; i < labeling; i++) {
            tasks.add(label(i, intoLabeling.get(i), intoTraining));
        }
        tasks.add(train(intoTraining));
    }

    private SourceTask source(World.Partition partition, List<List<Channel>> receivers) {
        boolean control = partition.topic().equals(World.CONTROL);
        if (control) {
            // Commands carry no time of the stream.
            commandChannel.put(new Event.Mark(Long.MAX_VALUE));
        }
        SourceTask source =
                new SourceTask(
                        partition,
                        from == null ? 0 : from.offsetOf(partition),
                        World.OUT_OF_ORDERNESS,
                        record -> record instanceof Control c ? TrainingSignal.of(c) : record,
                        receivers);
        if (control) {
            commands = source;
        }
        return source;
    }

    private OperatorTask pair(
            int subtask,
            List<Channel> inputs,
            List<List<Channel>> intoLabeling,
            List<Channel> intoTraining)
            throws Exception {
        var harness =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new KeyedCoProcessOperator<>(new PairingFunction(world.pairing)),
                        MediaSample::streamId,
                        LabelRecord::streamId,
                        Types.STRING,
                        Outlet.KEY_GROUPS,
                        pairing,
                        subtask);
        open(harness, Stage.PAIR, subtask, pairing);
        return new OperatorTask(
                Stage.PAIR,
                harness,
                inputs,
                List.of(
                        new Outlet(
                                null,
                                channels(1, intoLabeling),
                                clip -> ((Clip) clip).streamId(),
                                clip -> new ScoredClip((Clip) clip, prediction()),
                                new OutputLog(outcome.topic(Topic.CLIPS))),
                        counts(PairingFunction.COUNTS, intoTraining)));
    }

    private OperatorTask label(int subtask, List<Channel> inputs, List<Channel> intoTraining)
            throws Exception {
        var harness =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new KeyedCoProcessOperator<>(new LabelingFunction(world.labeling)),
                        clip -> clip.clip().streamId(),
                        LabelRecord::streamId,
                        Types.STRING,
                        Outlet.KEY_GROUPS,
                        labeling,
                        subtask);
        open(harness, Stage.LABEL, subtask, labeling);
        Channel examples = new Channel(1);
        intoTraining.add(examples);
        return new OperatorTask(
                Stage.LABEL,
                harness,
                inputs,
                List.of(
                        Outlet.toOne(null, examples, example -> example),
                        counts(LabelingFunction.COUNTS, intoTraining)));
    }

    private OperatorTask train(List<Channel> inputs) throws Exception {
        var harness = new TwoInputStreamOperatorTestHarness<>(trainers.operator(world));
        open(harness, Stage.TRAIN, 0, 1);
        harness.setProcessingTime(1);
        List<Outlet> outlets = new ArrayList<>();
        for (Trainers.Output output : trainers.outputs()) {
            outlets.add(
                    Outlet.toReaders(output.tag(), new OutputLog(outcome.topic(output.topic()))));
        }
        return new OperatorTask(Stage.TRAIN, harness, inputs, outlets);
    }

    private void open(
            TwoInputStreamOperatorTestHarness<?, ?, ?> harness,
            Stage stage,
            int subtask,
            int subtasks)
            throws Exception {
        harness.setup();
        if (from != null) {
            harness.initializeState(from.stateOf(stage, subtask, subtasks));
        }
        harness.open();
    }

    /** Counts go to the trainer, and to the readers too, so that a test can add them up. */
    private Outlet counts(OutputTag<CountUpdate> tag, List<Channel> intoTraining) {
        Channel channel = new Channel(2);
        intoTraining.add(channel);
        Function<Object, Object> signal = update -> TrainingSignal.of((CountUpdate) update);
        return new Outlet(
                tag,
                List.of(channel),
                update -> "",
                signal,
                new OutputLog(outcome.topic(Topic.COUNTS)));
    }

    private ServedPrediction prediction() {
        return new ServedPrediction(random.nextInt(2), 0.5f, 0, random.nextInt(3));
    }

    /** A new channel to each subtask. */
    private static List<Channel> channels(int input, List<List<Channel>> subtasks) {
        List<Channel> channels = new ArrayList<>();
        for (List<Channel> inputs : subtasks) {
            Channel channel = new Channel(input);
            inputs.add(channel);
            channels.add(channel);
        }
        return channels;
    }

    private static List<List<Channel>> lists(int number) {
        List<List<Channel>> lists = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }
}
