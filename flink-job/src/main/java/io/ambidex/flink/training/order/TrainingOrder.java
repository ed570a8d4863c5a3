/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.order;

import io.ambidex.connectors.schema.Control;
import io.ambidex.flink.labeling.Example;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Turns examples and commands that come in any order into the one sequence of work that every run
 * on the same topics has.
 *
 * <p>Examples are given out up to a time by which all earlier ones have come, sorted by {@link
 * Example#TRAINING_ORDER}, and cut into mini-batches by number or by event time, never by the
 * clock. An example that is held out belongs to no mini-batch. Evaluation-only examples are scored
 * after the steps before them and before the step of the mini-batch that is open when their turn
 * comes. A command is carried out before the first mini-batch that begins at or after its time.
 *
 * <p>For one thread.
 */
public final class TrainingOrder {

    private static final Comparator<Control> BY_TIME =
            Comparator.comparingLong(Control::getEffectiveAtMillis)
                    .thenComparing(Control::getCommandId);

    private final ExampleSorter sorter = new ExampleSorter();
    private final MiniBatcher training;
    private final MiniBatcher evaluation;
    private final PriorityQueue<Control> controls = new PriorityQueue<>(BY_TIME);
    private long admitted;
    private long lastBatchBegan = Long.MIN_VALUE;

    /**
     * @param batchSize examples of a mini-batch, 1 or more
     * @param maxWaitMillis how much event time after its first example a mini-batch that does not
     *     fill is closed, 0 or more
     * @throws IllegalArgumentException if one is out of range
     */
    public TrainingOrder(int batchSize, long maxWaitMillis) {
        training = new MiniBatcher(batchSize, maxWaitMillis);
        evaluation = new MiniBatcher(batchSize, maxWaitMillis);
    }

    /**
     * Takes an example.
     *
     * @return whether it comes in time; otherwise its place cannot be repeated by another run
     */
    public boolean add(Example example) {
        return sorter.add(example);
    }

    /** Takes a command; whether it comes in time is told by {@link Work.Apply#late}. */
    public void add(Control control) {
        controls.add(control);
    }

    /**
     * Has everything done that can be done now that every example up to a time, inclusive, has
     * come.
     *
     * @param timeMillis the time; {@link Long#MAX_VALUE} at the end of a finite input
     */
    public void advanceTo(long timeMillis, Worker worker) throws IOException {
        sorter.releaseUpTo(timeMillis);
        for (Optional<Example> next = sorter.next(); next.isPresent(); next = sorter.next()) {
            closeBefore(next.get().timeMillis(), worker);
            sorter.remove();
            place(next.get(), worker);
        }
        if (training.closedAt(timeMillis)) {
            train(worker);
        }
        if (evaluation.closedAt(timeMillis)) {
            evaluate(worker);
        }
    }

    private void place(Example example, Worker worker) throws IOException {
        if (example.evaluateOnly()) {
            evaluation.add(example);
            if (evaluation.full()) {
                evaluate(worker);
            }
        } else if (worker.holdsOut(example)) {
            worker.carryOut(new Work.HoldOut(example));
        } else {
            training.add(example);
            if (training.full()) {
                train(worker);
            }
        }
    }

    /** Examples admitted to training since the start: those in mini-batches that were given out. */
    public long admitted() {
        return admitted;
    }

    /** Examples for training that wait for their mini-batch. */
    public long pending() {
        return training.pending()
                + sorter.waiting().stream().filter(example -> !example.evaluateOnly()).count();
    }

    /** Evaluation-only examples that wait to be scored. */
    public long pendingEvaluations() {
        return evaluation.pending()
                + sorter.waiting().stream().filter(Example::evaluateOnly).count();
    }

    /** Writes all that waits and the counters. */
    public void write(OutputStream stream) throws IOException {
        OrderOutput out = new OrderOutput(stream);
        out.writeHeader();
        sorter.write(out);
        training.write(out);
        evaluation.write(out);
        out.writeControls(controls);
        out.writeLong(admitted);
        out.writeLong(lastBatchBegan);
        out.flush();
    }

    /**
     * Takes over what {@link #write} wrote; what waited before is forgotten.
     *
     * @throws IOException if the bytes are something else, or have a layout that is not known
     */
    public void read(InputStream stream) throws IOException {
        OrderInput in = new OrderInput(stream);
        in.readHeader();
        sorter.read(in);
        training.read(in);
        evaluation.read(in);
        controls.clear();
        controls.addAll(in.readControls());
        admitted = in.readLong();
        lastBatchBegan = in.readLong();
    }

    /** Steps and evaluations keep the order of their groups' first examples. */
    private void closeBefore(long timeMillis, Worker worker) throws IOException {
        if (training.closedBefore(timeMillis)) {
            train(worker);
        }
        if (evaluation.closedBefore(timeMillis)) {
            evaluate(worker);
        }
    }

    private void train(Worker worker) throws IOException {
        if (!evaluation.isEmpty()) {
            evaluate(worker);
        }
        List<Example> batch = training.close();
        long begins = batch.get(0).timeMillis();
        while (!controls.isEmpty() && controls.peek().getEffectiveAtMillis() <= begins) {
            Control control = controls.poll();
            worker.carryOut(
                    new Work.Apply(control, control.getEffectiveAtMillis() <= lastBatchBegan));
        }
        long first = admitted;
        admitted += batch.size();
        lastBatchBegan = begins;
        worker.carryOut(new Work.Train(first, batch));
    }

    private void evaluate(Worker worker) throws IOException {
        worker.carryOut(new Work.Evaluate(evaluation.close()));
    }
}
