/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/**
 * Runs a job on a world, one event at a time; one random number generator decides what happens
 * next: which partition is read, how far a watermark follows, which channel delivers, when a
 * checkpoint begins, whether its completion is told, when everything fails, and at which
 * parallelism the keyed stages come back.
 */
final class Simulation implements Closeable {

    private static final int MOST_FAILURES = 3;
    private static final int MOST_SUBTASKS = 2;

    /** One event in so many is a failure, a few are the beginning of a checkpoint. */
    private static final int ODDS = 400;

    /** To look whether all is done costs more than a turn. */
    private static final int TURNS = 64;

    private final World world;
    private final Trainers trainers;
    private final boolean disturbed;
    private final Random random;
    private final Outcome outcome = new Outcome();
    private int pairing = 1;
    private int labeling = 1;
    private Dataflow flow;
    private double[] pace;
    private Checkpoint running;
    private Checkpoint completed;
    private long lastCheckpoint;

    private Simulation(World world, Trainers trainers, boolean disturbed, long seed)
            throws Exception {
        this.world = world;
        this.trainers = trainers;
        this.disturbed = disturbed;
        this.random = new Random(seed);
        if (disturbed) {
            rescale();
        }
        start();
    }

    /** Without checkpoints and failures, one subtask of each stage. */
    static Outcome undisturbed(World world, Trainers trainers) throws Exception {
        try (Simulation simulation = new Simulation(world, trainers, false, 0)) {
            return simulation.run();
        }
    }

    /** With all that may happen to a job. */
    static Outcome disturbed(World world, Trainers trainers, long seed) throws Exception {
        try (Simulation simulation = new Simulation(world, trainers, true, seed)) {
            return simulation.run();
        }
    }

    /** A checkpoint when nearly all records are read, in an otherwise undisturbed run. */
    static Checkpoint late(World world, Trainers trainers, long seed) throws Exception {
        try (Simulation simulation = new Simulation(world, trainers, false, seed)) {
            int left = simulation.unread() / 8;
            while (simulation.unread() > left) {
                simulation.act();
            }
            simulation.beginCheckpoint();
            while (simulation.completed == null) {
                simulation.act();
            }
            return simulation.completed;
        }
    }

    /** An undisturbed run that goes on from a checkpoint. */
    static Outcome continued(World world, Trainers trainers, Checkpoint from) throws Exception {
        try (Simulation simulation = new Simulation(world, trainers, false, 0)) {
            simulation.flow.close();
            simulation.completed = from;
            simulation.start();
            return simulation.run();
        }
    }

    @Override
    public void close() throws IOException {
        flow.close();
    }

    private Outcome run() throws Exception {
        for (long turn = 0; turn % TURNS != 0 || !flow.isDrained(); turn++) {
            int dice = act() && disturbed ? random.nextInt(ODDS) : ODDS;
            if (dice == 0 && outcome.failures < MOST_FAILURES) {
                fail();
            } else if (dice < 5 && running == null) {
                beginCheckpoint();
            }
        }
        for (OperatorTask task : flow.tasks) {
            if (task.harness() instanceof KeyedTwoInputStreamOperatorTestHarness<?, ?, ?, ?> k) {
                outcome.leftovers += k.numKeyedStateEntries() + k.numEventTimeTimers();
            }
            task.finish();
        }
        return outcome;
    }

    private int unread() {
        return flow.sources.stream().mapToInt(source -> source.unread().size()).sum();
    }

    private void start() throws Exception {
        flow = new Dataflow(world, trainers, outcome, completed, pairing, labeling, random);
        pace =
                random.doubles(flow.participants())
                        .map(number -> number * number * number + 0.02)
                        .toArray();
    }

    private void fail() throws Exception {
        outcome.failures++;
        flow.close();
        running = null;
        rescale();
        start();
    }

    private void rescale() {
        int before = pairing + 10 * labeling;
        pairing = 1 + random.nextInt(MOST_SUBTASKS);
        labeling = 1 + random.nextInt(MOST_SUBTASKS);
        outcome.rescalings += before == pairing + 10 * labeling ? 0 : 1;
    }

    private void beginCheckpoint() {
        running = new Checkpoint(++lastCheckpoint, flow.participants());
        flow.sources.forEach(source -> source.askForBarrier(running.id));
    }

    /**
     * Lets a source or a task do something, the fast ones more often.
     *
     * @return whether anything was done
     */
    private boolean act() throws Exception {
        int actor = random.nextInt(pace.length);
        if (random.nextDouble() >= pace[actor]) {
            return false;
        }
        return actor < flow.sources.size()
                ? act(flow.sources.get(actor))
                : deliver(flow.tasks.get(actor - flow.sources.size()));
    }

    private boolean act(SourceTask source) throws Exception {
        if (source.owesBarrier() && random.nextInt(3) == 0) {
            running.add(flow.partitionOf(source), source.passBarrier());
            completeCheckpoint();
            return true;
        }
        if (source.hasRecord() && random.nextInt(3) != 0) {
            source.read();
            return true;
        }
        return source.mark() < flow.earliestCommandUnderway() && source.tellMark();
    }

    private boolean deliver(OperatorTask task) throws Exception {
        List<Channel> ready = new ArrayList<>();
        for (Channel channel : task.inputs()) {
            if (channel.isReady()) {
                ready.add(channel);
            }
        }
        if (ready.isEmpty()) {
            return false;
        }
        Channel channel = ready.get(random.nextInt(ready.size()));
        for (int burst = 1 + random.nextInt(6); burst > 0 && channel.isReady(); burst--) {
            OperatorSubtaskState state = task.take(channel);
            if (state != null) {
                running.add(task.stage, state);
                completeCheckpoint();
            }
        }
        return true;
    }

    private void completeCheckpoint() throws Exception {
        if (!running.isComplete()) {
            return;
        }
        completed = running;
        running = null;
        outcome.checkpoints++;
        for (OperatorTask task : flow.tasks) {
            // Whether a task is told that a checkpoint has completed is never certain.
            task.checkpointCompleted(completed.id, random.nextInt(4) != 0);
        }
    }
}
