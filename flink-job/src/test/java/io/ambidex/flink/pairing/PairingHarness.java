/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.flink.labeling.LabelRecord;
import io.ambidex.flink.monitoring.CountUpdate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** The pairing operator by itself. */
final class PairingHarness implements AutoCloseable {

    /** Windows of 100 ms, sound of 100 samples, two frames of one byte. */
    static PairingOptions.Builder options(WindowAssigner windows) {
        return PairingOptions.builder(windows)
                .modality("audio", new SoundAssembler(1_000, 100))
                .modality("video", new PictureAssembler(2, 1))
                .outOfOrderness(20)
                .allowedDelay(30)
                .silenceLimit(200);
    }

    private final KeyedTwoInputStreamOperatorTestHarness<String, MediaSample, LabelRecord, Clip>
            harness;

    PairingHarness(PairingOptions options) throws Exception {
        this(options, null, null);
    }

    PairingHarness(PairingOptions options, StateBackend backend, OperatorSubtaskState state)
            throws Exception {
        harness =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new KeyedCoProcessOperator<>(new PairingFunction(options)),
                        MediaSample::streamId,
                        LabelRecord::streamId,
                        Types.STRING);
        var noKryo = new Configuration().set(PipelineOptions.GENERIC_TYPES, false);
        harness.getExecutionConfig().configure(noKryo, getClass().getClassLoader());
        if (backend != null) {
            harness.setStateBackend(backend);
        }
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
    }

    PairingHarness media(MediaSample... samples) throws Exception {
        for (MediaSample sample : samples) {
            harness.processElement1(sample, sample.startMillis());
        }
        return this;
    }

    PairingHarness label(LabelRecord label) throws Exception {
        harness.processElement2(label, label.knownAtMillis());
        return this;
    }

    PairingHarness watermark(long time) throws Exception {
        harness.processBothWatermarks(new Watermark(time));
        return this;
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    List<Clip> clips() {
        return harness.extractOutputValues();
    }

    List<DroppedSample> dropped() {
        var dropped = harness.getSideOutput(PairingFunction.DROPPED);
        return dropped == null ? List.of() : dropped.stream().map(StreamRecord::getValue).toList();
    }

    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        var updates = harness.getSideOutput(PairingFunction.COUNTS);
        if (updates != null) {
            for (StreamRecord<CountUpdate> update : updates) {
                counts.merge(update.getValue().name(), update.getValue().delta(), Long::sum);
            }
        }
        return counts;
    }

    long count(String name) {
        return counts().getOrDefault(name, 0L);
    }

    int stateEntries() {
        return harness.numKeyedStateEntries();
    }

    int timers() {
        return harness.numEventTimeTimers();
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
