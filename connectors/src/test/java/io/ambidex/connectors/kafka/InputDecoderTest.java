/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.Control;
import io.ambidex.connectors.schema.EndOfInput;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.VideoFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputDecoderTest {
    private final InputDecoder audio = new InputDecoder(TopicRole.AUDIO, RecordLimits.DEFAULT);
    private final InputDecoder labels = new InputDecoder(TopicRole.LABELS, RecordLimits.DEFAULT);

    @Test
    void theTimeOfARecordIsTheTimeItNames() {
        assertThat(audio.eventTimeMillis(SampleRecords.raw(SampleRecords.chunk())))
                .isEqualTo(SampleRecords.TIME);
        assertThat(labels.eventTimeMillis(SampleRecords.raw(SampleRecords.label())))
                .isEqualTo(SampleRecords.TIME + 3000);
        assertThat(
                        audio.eventTimeMillis(
                                SampleRecords.raw(new EndOfInput(SampleRecords.TIME + 5000))))
                .isEqualTo(SampleRecords.TIME + 5000);
    }

    @Test
    void aCommandHasNoTimeOfTheStream() throws Exception {
        InputDecoder control = new InputDecoder(TopicRole.CONTROL, RecordLimits.DEFAULT);
        RawRecord raw =
                SampleRecords.raw(
                        new Control(
                                "c-1", SampleRecords.TIME, null, Map.of(), null, "main", Map.of()));
        assertThat(control.decode(raw)).isInstanceOf(Control.class);
        assertThat(control.eventTimeMillis(raw)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aValueOverTheLimitIsRefusedWithLimitAndSize() {
        assertRefused(
                audio,
                SampleRecords.raw(new byte[5 << 20], "AudioChunk"),
                "a value may have 4194304 bytes, but 5242880 came");
    }

    @Test
    void aRecordThatBelongsElsewhereIsRefused() {
        assertRefused(
                audio,
                SampleRecords.raw(SampleRecords.label()),
                "this topic takes AudioChunk, EndOfInput, Heartbeat, but Label came");
    }

    @Test
    void aLabelWithANegativeIntervalIsRefused() {
        Label label = SampleRecords.label();
        label.setEndMillis(SampleRecords.TIME - 1);
        assertRefused(
                labels,
                SampleRecords.raw(label),
                "a label must end after its start 1700000000000, but ends at 1699999999999");
    }

    @Test
    void timesOutsideOfHistoryAreRefused() {
        AudioChunk chunk = SampleRecords.chunk();
        chunk.setStartMillis(-5);
        assertRefused(
                audio,
                SampleRecords.raw(chunk),
                "event time must be between 0 and 253402300799999 ms, but is -5");
        chunk.setStartMillis(Long.MAX_VALUE);
        assertRefused(
                audio,
                SampleRecords.raw(chunk),
                "event time must be between 0 and 253402300799999 ms, but is 9223372036854775807");
    }

    @Test
    void aTimeFarAheadOfTheKafkaTimestampIsRefused() throws Exception {
        InputDecoder strict =
                new InputDecoder(TopicRole.AUDIO, new RecordLimits(1024, Duration.ofMinutes(1)));
        AudioChunk chunk = SampleRecords.chunk();
        chunk.setStartMillis(SampleRecords.TIME + 60_000);
        assertThat(strict.decode(SampleRecords.raw(chunk))).isEqualTo(chunk);
        chunk.setStartMillis(SampleRecords.TIME + 60_001);
        assertRefused(
                strict,
                SampleRecords.raw(chunk),
                "event time may be 60000 ms ahead of the Kafka timestamp, but is 60001 ms ahead");
        EndOfInput end = new EndOfInput(SampleRecords.TIME + 600_000);
        assertThat(strict.decode(SampleRecords.raw(end))).isEqualTo(end);
    }

    @Test
    void anEmptyStreamIdAndANegativeDurationAreRefused() {
        AudioChunk chunk = SampleRecords.chunk();
        chunk.setStreamId("");
        assertRefused(audio, SampleRecords.raw(chunk), "the stream id is empty");
        VideoFrame frame =
                VideoFrame.newBuilder()
                        .setStreamId("camera-1")
                        .setTimestampMillis(SampleRecords.TIME)
                        .setDurationMillis(-40)
                        .setEncoding("jpeg")
                        .setWidth(64)
                        .setHeight(64)
                        .setPayload(ByteBuffer.allocate(0))
                        .build();
        assertRefused(
                new InputDecoder(TopicRole.VIDEO, RecordLimits.DEFAULT),
                SampleRecords.raw(frame),
                "a duration must be 0 ms or more, but is -40 ms");
    }

    private static void assertRefused(InputDecoder decoder, RawRecord raw, String reason) {
        assertThatThrownBy(() -> decoder.decode(raw))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage(reason);
        assertThat(decoder.eventTimeMillis(raw)).isEqualTo(Long.MIN_VALUE);
    }
}
