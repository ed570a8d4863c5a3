/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.Control;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.monitoring.SideOutputs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/**
 * A trainer as Flink runs it, with what goes in and what comes out. Examples and commands are given
 * in the order of the calls; event time moves only with {@link #watermark} and {@link #end}.
 */
final class TrainerRun implements AutoCloseable {
    final TwoInputStreamOperatorTestHarness<Example, TrainingSignal, MonitorRecord> harness;

    TrainerRun(TrainerSettings settings, OperatorSubtaskState state) throws Exception {
        harness = new TwoInputStreamOperatorTestHarness<>(new TrainOperator(settings));
        harness.setup();
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        harness.setProcessingTime(1);
        harness.processWatermark2(Watermark.MAX_WATERMARK);
    }

    TrainerRun(Path directory) throws Exception {
        this(TrainingFixture.settings(directory), null);
    }

    TrainerRun feed(List<Example> examples) throws Exception {
        for (Example example : examples) {
            harness.processElement1(example, example.timeMillis());
        }
        return this;
    }

    TrainerRun control(String id, long effectiveAt, String method, Map<String, String> options)
            throws Exception {
        harness.processElement2(
                TrainingSignal.of(
                        new Control(id, effectiveAt, method, options, null, "main", Map.of())),
                0);
        return this;
    }

    TrainerRun watermark(long millis) throws Exception {
        harness.processWatermark1(new Watermark(millis));
        return this;
    }

    TrainerRun end() throws Exception {
        harness.endInput1();
        harness.endInput2();
        harness.getOperator().finish();
        return this;
    }

    List<MonitorRecord> monitors() {
        return harness.extractOutputValues();
    }

    List<LedgerEntry> ledger() {
        return side(SideOutputs.LEDGER);
    }

    List<ModelUpdate> versions() {
        return side(SideOutputs.MODEL_UPDATES);
    }

    List<Alert> alerts() {
        return side(SideOutputs.ALERTS);
    }

    String lastDigest() {
        return last(versions()).getDigest();
    }

    private <T> List<T> side(OutputTag<T> tag) {
        List<T> values = new ArrayList<>();
        if (harness.getSideOutput(tag) != null) {
            harness.getSideOutput(tag).forEach(record -> values.add(record.getValue()));
        }
        return values;
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }

    /** The last of some outputs. */
    static <T> T last(List<T> values) {
        return values.get(values.size() - 1);
    }

    /** Records without the fields that another run may not repeat. */
    static List<MonitorRecord> repeatable(List<MonitorRecord> records) {
        return records.stream()
                .map(
                        record ->
                                MonitorRecord.newBuilder(record)
                                        .setEmittedAtMillis(0)
                                        .setServedModelAgeSteps(null)
                                        .build())
                .toList();
    }
}
