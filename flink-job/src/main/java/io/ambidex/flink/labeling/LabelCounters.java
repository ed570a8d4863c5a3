/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.labeling;

import io.ambidex.flink.monitoring.CountUpdate;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;

/** Counts twice: as a Flink metric, and as a record that makes the ledger's totals exact. */
final class LabelCounters {

    private final MetricGroup group;
    private final Map<String, Counter> counters = new HashMap<>();

    LabelCounters(MetricGroup group) {
        this.group = group;
    }

    void add(
            KeyedCoProcessFunction<String, ScoredClip, LabelRecord, Example>.Context context,
            String name,
            long delta) {
        if (delta != 0) {
            counters.computeIfAbsent(name, group::counter).inc(delta);
            context.output(LabelingFunction.COUNTS, new CountUpdate(name, delta));
        }
    }
}
