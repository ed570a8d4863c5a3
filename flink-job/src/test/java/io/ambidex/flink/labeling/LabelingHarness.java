/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.labeling;

import io.ambidex.flink.monitoring.CountUpdate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** The labeling operator by itself. */
final class LabelingHarness implements AutoCloseable {

    static final LabelingOptions OPTIONS =
            new LabelingOptions(false, 0.5, 1_000, 100, 1_000, 1 << 20);

    private final KeyedTwoInputStreamOperatorTestHarness<String, ScoredClip, LabelRecord, Example>
            harness;

    LabelingHarness(LabelingOptions options) throws Exception {
        this(options, null);
    }

    LabelingHarness(LabelingOptions options, OperatorSubtaskState state) throws Exception {
        harness =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new KeyedCoProcessOperator<>(new LabelingFunction(options)),
                        clip -> clip.clip().streamId(),
                        LabelRecord::streamId,
                        Types.STRING);
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
    }

    void clip(ScoredClip clip) throws Exception {
        harness.processElement1(clip, clip.clip().window().endMillis());
    }

    void label(LabelRecord label) throws Exception {
        harness.processElement2(label, label.knownAtMillis());
    }

    void watermark(long time) throws Exception {
        harness.processBothWatermarks(new Watermark(time));
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    List<Example> examples() {
        return harness.extractOutputValues();
    }

    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        var updates = harness.getSideOutput(LabelingFunction.COUNTS);
        if (updates != null) {
            for (StreamRecord<CountUpdate> update : updates) {
                counts.merge(update.getValue().name(), update.getValue().delta(), Long::sum);
            }
        }
        return counts;
    }

    int stateEntries() {
        return harness.numKeyedStateEntries();
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
