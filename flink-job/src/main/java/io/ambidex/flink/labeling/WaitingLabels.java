/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.labeling;

import io.ambidex.connectors.clip.WindowId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The labels of one stream id that wait for clips. They stand by second of their {@link #moment},
 * so that labels may be read far ahead of the clips and joining one still looks at the labels
 * around it only.
 */
final class WaitingLabels {

    private static final long BUCKET_MILLIS = 1_000;

    /** Beyond so many seconds it is quicker to look at all labels. */
    private static final long MOST_STEPS = 10_000;

    private final MapState<Long, List<WaitingLabel>> labels;
    private final ValueState<Integer> count;
    private final ValueState<Long> reach;

    WaitingLabels(RuntimeContext runtime) {
        labels =
                runtime.getMapState(
                        new MapStateDescriptor<>(
                                "waiting-labels",
                                Types.LONG,
                                Types.LIST(StreamTypes.WAITING_LABEL)));
        count = runtime.getState(new ValueStateDescriptor<>("label-count", Types.INT));
        reach = runtime.getState(new ValueStateDescriptor<>("label-reach", Types.LONG));
    }

    /** The moment from which a label and its interval are both there. */
    static long moment(LabelRecord label) {
        return Math.max(label.interval().endMillis(), label.knownAtMillis());
    }

    void add(WaitingLabel waiting) throws Exception {
        LabelRecord label = waiting.label();
        List<WaitingLabel> bucket = bucket(moment(label));
        bucket.add(waiting);
        labels.put(bucketOf(moment(label)), bucket);
        count.update(size() + 1);
        reach.update(Math.max(reach(), moment(label) - label.interval().startMillis()));
    }

    int size() throws Exception {
        return count.value() == null ? 0 : count.value();
    }

    /** The labels whose intervals may share time with a window. */
    List<LabelRecord> around(WindowId window) throws Exception {
        List<LabelRecord> found = new ArrayList<>();
        if (size() == 0) {
            return found;
        }
        long first = bucketOf(window.startMillis());
        long last = bucketOf(window.endMillis() + reach());
        if (last - first > MOST_STEPS) {
            labels.values().forEach(some -> some.forEach(w -> found.add(w.label())));
            return found;
        }
        for (long bucket = first; bucket <= last; bucket++) {
            List<WaitingLabel> some = labels.get(bucket);
            if (some != null) {
                some.forEach(waiting -> found.add(waiting.label()));
            }
        }
        return found;
    }

    /** Marks a label as used. */
    void use(LabelRecord label) throws Exception {
        List<WaitingLabel> bucket = bucket(moment(label));
        bucket.replaceAll(
                waiting ->
                        waiting.label().position().equals(label.position())
                                ? new WaitingLabel(label, true)
                                : waiting);
        labels.put(bucketOf(moment(label)), bucket);
    }

    /** Removes the labels of exactly this moment. */
    List<WaitingLabel> removeAt(long moment) throws Exception {
        List<WaitingLabel> removed = new ArrayList<>();
        List<WaitingLabel> bucket = bucket(moment);
        bucket.removeIf(
                waiting -> {
                    boolean leaves = moment(waiting.label()) == moment;
                    if (leaves) {
                        removed.add(waiting);
                    }
                    return leaves;
                });
        store(moment, bucket, removed.size());
        return removed;
    }

    /** Removes the label of the earliest moment; there must be one. */
    WaitingLabel removeOldest() throws Exception {
        long earliest = Long.MAX_VALUE;
        for (long bucket : labels.keys()) {
            earliest = Math.min(earliest, bucket);
        }
        List<WaitingLabel> bucket = new ArrayList<>(labels.get(earliest));
        WaitingLabel oldest =
                bucket.stream()
                        .min(Comparator.comparingLong(waiting -> moment(waiting.label())))
                        .orElseThrow();
        bucket.remove(oldest);
        store(moment(oldest.label()), bucket, 1);
        return oldest;
    }

    private void store(long moment, List<WaitingLabel> bucket, int removed) throws Exception {
        if (removed == 0) {
            return;
        }
        if (bucket.isEmpty()) {
            labels.remove(bucketOf(moment));
        } else {
            labels.put(bucketOf(moment), bucket);
        }
        if (size() == removed) {
            count.clear();
            reach.clear();
        } else {
            count.update(size() - removed);
        }
    }

    private long reach() throws Exception {
        return reach.value() == null ? 0 : reach.value();
    }

    /** A copy: what stands in state is never changed in place. */
    private List<WaitingLabel> bucket(long moment) throws Exception {
        List<WaitingLabel> bucket = labels.get(bucketOf(moment));
        return bucket == null ? new ArrayList<>() : new ArrayList<>(bucket);
    }

    private static long bucketOf(long moment) {
        return Math.floorDiv(moment, BUCKET_MILLIS);
    }
}
