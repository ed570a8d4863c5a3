/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads one partition; its watermark follows the newest record at the out-of-orderness. */
final class SourceTask {

    private final World.Partition partition;
    private final long outOfOrdernessMillis;
    private final Function<Object, Object> message;
    private final List<List<Channel>> receivers;
    private int next;
    private long newest = Long.MIN_VALUE;
    private long told = Long.MIN_VALUE;
    private long barrierDue = -1;

    /**
     * @param offset of the first record to read
     * @param message what receivers get of a record
     * @param receivers for every receiving stage, the channels to its subtasks
     */
    SourceTask(
            World.Partition partition,
            int offset,
            long outOfOrdernessMillis,
            Function<Object, Object> message,
            List<List<Channel>> receivers) {
        this.partition = partition;
        this.next = offset;
        this.outOfOrdernessMillis = outOfOrdernessMillis;
        this.message = message;
        this.receivers = receivers;
    }

    int offset() {
        return next;
    }

    boolean hasRecord() {
        return next < partition.records().size();
    }

    /** Records that were not read yet. */
    List<Object> unread() {
        return partition.records().subList(next, partition.records().size());
    }

    boolean hasEnded() {
        return !hasRecord() && told == World.END && barrierDue < 0;
    }

    void read() {
        Object record = partition.records().get(next++);
        newest = Math.max(newest, World.timeOf(record) - outOfOrdernessMillis - 1);
        for (List<Channel> subtasks : receivers) {
            subtasks.get(Outlet.subtaskOf(World.keyOf(record), subtasks.size()))
                    .put(new Event.Data(message.apply(record)));
        }
    }

    /** The watermark that may go out now; a partition ends with a record that carries time on. */
    long mark() {
        return hasRecord() ? newest : World.END;
    }

    /** Sends the watermark; whether it is a new one. */
    boolean tellMark() {
        boolean isNew = mark() > told;
        if (isNew) {
            told = mark();
            put(new Event.Mark(told));
        }
        return isNew;
    }

    boolean owesBarrier() {
        return barrierDue >= 0;
    }

    void askForBarrier(long checkpoint) {
        barrierDue = checkpoint;
    }

    /** Sends the barrier; the state is the offset. */
    int passBarrier() {
        put(new Event.Barrier(barrierDue));
        barrierDue = -1;
        return next;
    }

    private void put(Event event) {
        List<Channel> all = new ArrayList<>();
        receivers.forEach(all::addAll);
        all.forEach(channel -> channel.put(event));
    }
}
