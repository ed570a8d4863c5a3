/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.monitoring;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.OutputTag;

/**
 * Counts twice: as a Flink metric, which a restart sets back, and as a record, which makes the
 * ledger's totals exact.
 */
public final class ExactCounters {

    private final MetricGroup group;
    private final OutputTag<CountUpdate> output;
    private final Map<String, Counter> counters = new HashMap<>();

    /**
     * @param group where the metrics are registered, each when it first moves
     * @param output the side output of the records
     */
    public ExactCounters(MetricGroup group, OutputTag<CountUpdate> output) {
        this.group = group;
        this.output = output;
    }

    /** Moves a counter; a delta of 0 does nothing. */
    public <K, A, B, O> void add(
            KeyedCoProcessFunction<K, A, B, O>.Context context, String name, long delta) {
        if (delta != 0) {
            counters.computeIfAbsent(name, group::counter).inc(delta);
            context.output(output, new CountUpdate(name, delta));
        }
    }
}
