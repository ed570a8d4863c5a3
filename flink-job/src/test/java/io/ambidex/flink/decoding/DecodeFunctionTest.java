/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.connectors.kafka.InputDecoder;
import io.ambidex.connectors.kafka.RawHeader;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.RecordCodec;
import io.ambidex.connectors.kafka.RecordLimits;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.media.AudioDecoder;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.DeadLetter;
import io.ambidex.connectors.schema.Heartbeat;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.LabelUse;
import io.ambidex.flink.labeling.LabelRecord;
import io.ambidex.flink.monitoring.CountUpdate;
import io.ambidex.flink.monitoring.Counts;
import io.ambidex.flink.monitoring.SideOutputs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class DecodeFunctionTest {

    private static OneInputStreamOperatorTestHarness<RawRecord, MediaSample> audio()
            throws Exception {
        var harness =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(
                                new DecodeMedia<>(
                                        new InputDecoder(TopicRole.AUDIO, RecordLimits.DEFAULT),
                                        AudioChunk.class,
                                        new AudioDecoder("audio", 16_000))));
        harness.open();
        return harness;
    }

    private static OneInputStreamOperatorTestHarness<RawRecord, LabelRecord> labels()
            throws Exception {
        var harness =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(
                                new DecodeLabels(
                                        new InputDecoder(TopicRole.LABELS, RecordLimits.DEFAULT),
                                        List.of("no", "yes"))));
        harness.open();
        return harness;
    }

    private static RawRecord raw(long offset, byte[] value, String name) {
        return new RawRecord(
                "topic",
                3,
                offset,
                5_000,
                "key".getBytes(StandardCharsets.UTF_8),
                value,
                List.of(new RawHeader(RecordCodec.HEADER, name.getBytes(StandardCharsets.UTF_8))));
    }

    private static RawRecord raw(long offset, SpecificRecord record) {
        return raw(offset, RecordCodec.encode(record), RecordCodec.name(record));
    }

    private static AudioChunk chunk(String encoding, int sampleRate) {
        return new AudioChunk(
                "camera", 1_000L, encoding, sampleRate, 1, ByteBuffer.wrap(new byte[640]));
    }

    private static Label label(String name, LabelUse use) {
        return new Label("camera", 1_000L, 2_000L, name, 4_000L, use);
    }

    @Test
    void aGoodRecordBecomesASampleWithItsPosition() throws Exception {
        try (var harness = audio()) {
            harness.processElement(raw(7, chunk("pcm_s16le", 16_000)), 1_000);
            MediaSample sample = harness.extractOutputValues().get(0);
            assertThat(sample.startMillis()).isEqualTo(1_000);
            assertThat(sample.endMillis()).isEqualTo(1_020);
            assertThat(sample.position()).hasToString("topic-3@7");
            assertThat(harness.getSideOutput(SideOutputs.DEAD_LETTERS)).isNull();
        }
    }

    @Test
    void aHeartbeatEndsHere() throws Exception {
        try (var harness = audio()) {
            harness.processElement(raw(7, new Heartbeat(1_000L)), 1_000);
            assertThat(harness.extractOutputValues()).isEmpty();
            assertThat(harness.getSideOutput(SideOutputs.DEAD_LETTERS)).isNull();
        }
    }

    @Test
    void whatCannotBeUsedIsADeadLetterByteForByte() throws Exception {
        byte[] cut = java.util.Arrays.copyOf(RecordCodec.encode(chunk("pcm_s16le", 16_000)), 40);
        try (var harness = audio()) {
            harness.processElement(raw(1, new byte[0], "AudioChunk"), 0);
            harness.processElement(raw(2, cut, "AudioChunk"), 0);
            harness.processElement(raw(3, chunk("opus", 16_000)), 0);
            harness.processElement(raw(4, chunk("pcm_s16le", 44_100)), 0);
            harness.processElement(raw(5, label("yes", LabelUse.TRAIN)), 0);
            assertThat(harness.extractOutputValues()).isEmpty();
            List<DeadLetter> letters =
                    harness.getSideOutput(SideOutputs.DEAD_LETTERS).stream()
                            .map(record -> record.getValue())
                            .toList();
            assertThat(letters)
                    .extracting(DeadLetter::getOffset)
                    .containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(letters)
                    .allSatisfy(
                            letter -> {
                                assertThat(letter.getStage()).isEqualTo("decode");
                                assertThat(letter.getTopic()).isEqualTo("topic");
                                assertThat(letter.getPartition()).isEqualTo(3);
                                assertThat(letter.getReason()).isNotBlank();
                            });
            assertThat(letters.get(1).getValue()).isEqualTo(ByteBuffer.wrap(cut));
            assertThat(letters.get(3).getReason()).contains("44100").contains("16000");
        }
    }

    @Test
    void aLabelFindsItsClass() throws Exception {
        try (var harness = labels()) {
            harness.processElement(raw(1, label("yes", LabelUse.EVALUATE)), 4_000);
            LabelRecord record = harness.extractOutputValues().get(0);
            assertThat(record.label()).isEqualTo(1);
            assertThat(record.evaluateOnly()).isTrue();
            assertThat(record.interval()).isEqualTo(new WindowId(1_000, 2_000));
            assertThat(record.knownAtMillis()).isEqualTo(4_000);
        }
    }

    @Test
    void aLabelOfNoClassIsADeadLetterAndCounted() throws Exception {
        try (var harness = labels()) {
            harness.processElement(raw(1, label("maybe", LabelUse.TRAIN)), 4_000);
            assertThat(harness.getSideOutput(SideOutputs.DEAD_LETTERS))
                    .singleElement()
                    .satisfies(
                            letter ->
                                    assertThat(letter.getValue().getReason())
                                            .isEqualTo(
                                                    "the label 'maybe' is none of the classes [no,"
                                                            + " yes]"));
            assertThat(harness.getSideOutput(DecodeLabels.COUNTS))
                    .extracting(record -> record.getValue())
                    .containsExactly(new CountUpdate(Counts.UNKNOWN_LABELS, 1));
        }
    }
}
