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

    private final OutputTag<CountUpdate> output;
    private final Map<String, Counter> counters = new HashMap<>();

    /**
     * @param parent of the operator
     * @param group name of the group below {@code ambidex}; every counter that {@link
     *     MetricCatalog} has there is registered at once, so that it can be seen while it is 0
     * @param output the side output of the records
     */
    public ExactCounters(MetricGroup parent, String group, OutputTag<CountUpdate> output) {
        this.output = output;
        MetricGroup registered = parent.addGroup("ambidex").addGroup(group);
        for (String name : MetricCatalog.namesIn(group)) {
            counters.put(name, registered.counter(name));
        }
    }

    /** Moves a counter; a delta of 0 does nothing. */
    public <K, A, B, O> void add(
            KeyedCoProcessFunction<K, A, B, O>.Context context, String name, long delta) {
        if (delta != 0) {
            counters.get(name).inc(delta);
            context.output(output, new CountUpdate(name, delta));
        }
    }
}
