/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.order;

import io.ambidex.flink.labeling.Example;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Holds examples back until no earlier one can come, and gives them out in the order of training.
 */
final class ExampleSorter {

    private final PriorityQueue<Example> waiting = new PriorityQueue<>(Example.TRAINING_ORDER);
    private long releasedUpTo = Long.MIN_VALUE;

    /**
     * Takes an example.
     *
     * @return whether it comes in time; one that does not is given out with the next release, at a
     *     place that another run may not repeat
     */
    boolean add(Example example) {
        waiting.add(example);
        return example.timeMillis() > releasedUpTo;
    }

    /** Says that every example up to a time, inclusive, has come. */
    void releaseUpTo(long timeMillis) {
        releasedUpTo = Math.max(releasedUpTo, timeMillis);
    }

    /** The next example in the order of training that is released; it goes on waiting. */
    Optional<Example> next() {
        return Optional.ofNullable(waiting.peek())
                .filter(example -> example.timeMillis() <= releasedUpTo);
    }

    /** Gives out the next example. */
    void remove() {
        waiting.remove();
    }

    /** Examples that wait, in no order. */
    Collection<Example> waiting() {
        return waiting;
    }

    void write(OrderOutput out) throws IOException {
        out.writeLong(releasedUpTo);
        out.writeExamples(waiting);
    }

    void read(OrderInput in) throws IOException {
        releasedUpTo = in.readLong();
        waiting.clear();
        waiting.addAll(in.readExamples());
    }
}
