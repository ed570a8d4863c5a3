/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.flink.labeling.LabelRecord;
import io.ambidex.flink.monitoring.CountUpdate;
import io.ambidex.flink.monitoring.Counts;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;

/** Counts twice: as a Flink metric, and as a record that makes the ledger's totals exact. */
final class PairingCounters {

    private final MetricGroup group;
    private final Map<String, Counter> counters = new HashMap<>();

    PairingCounters(MetricGroup group) {
        this.group = group;
    }

    void add(
            KeyedCoProcessFunction<String, MediaSample, LabelRecord, Clip>.Context context,
            String name,
            long delta) {
        if (delta != 0) {
            counters.computeIfAbsent(name, group::counter).inc(delta);
            context.output(PairingFunction.COUNTS, new CountUpdate(name, delta));
        }
    }

    void add(
            KeyedCoProcessFunction<String, MediaSample, LabelRecord, Clip>.Context context,
            Clip clip) {
        add(context, Counts.CLIPS, 1);
        add(
                context,
                Counts.CLIPS_WITH_MISSING_MODALITY,
                clip.missingModalities().isEmpty() ? 0 : 1);
        add(context, Counts.SKEW_EXCEEDED, clip.skewExceeded() ? 1 : 0);
    }
}
