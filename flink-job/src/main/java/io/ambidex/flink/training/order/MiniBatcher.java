/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.order;

import io.ambidex.flink.labeling.Example;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a sequence of examples, in the order of training, into groups: a group is closed when it has
 * {@code size} examples, or when the next example is more than {@code maxWait} after its first one.
 * The second rule is applied as soon as time is known to have come that far, so that a group that
 * does not fill is not held back by an example that never comes; the cut is the same.
 */
final class MiniBatcher {

    private final int size;
    private final long maxWaitMillis;
    private final List<Example> open = new ArrayList<>();

    MiniBatcher(int size, long maxWaitMillis) {
        if (size < 1) {
            throw new IllegalArgumentException("batch size must be at least 1, but is " + size);
        }
        if (maxWaitMillis < 0) {
            throw new IllegalArgumentException(
                    "batch timeout must be 0 or more milliseconds, but is " + maxWaitMillis);
        }
        this.size = size;
        this.maxWaitMillis = maxWaitMillis;
    }

    /** Whether an example of this time would have to open a new group. */
    boolean closedBefore(long timeMillis) {
        return !open.isEmpty() && timeMillis - open.get(0).timeMillis() > maxWaitMillis;
    }

    /** Whether no further example can join once all up to this time, inclusive, have come. */
    boolean closedAt(long timeMillis) {
        return !open.isEmpty() && timeMillis - maxWaitMillis >= open.get(0).timeMillis();
    }

    /** Takes the next example; the group must not be closed before it. */
    void add(Example example) {
        open.add(example);
    }

    boolean full() {
        return open.size() >= size;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    int pending() {
        return open.size();
    }

    /** The group; a new one begins. */
    List<Example> close() {
        List<Example> group = List.copyOf(open);
        open.clear();
        return group;
    }

    void write(OrderOutput out) throws IOException {
        out.writeExamples(open);
    }

    void read(OrderInput in) throws IOException {
        open.clear();
        open.addAll(in.readExamples());
    }
}
