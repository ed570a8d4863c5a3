/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.LabelUse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Records that are well-formed, for tests to spoil. */
final class SampleRecords {
    static final long TIME = 1_700_000_000_000L;

    private SampleRecords() {}

    static AudioChunk chunk() {
        return AudioChunk.newBuilder()
                .setStreamId("camera-1")
                .setStartMillis(TIME)
                .setEncoding("pcm_s16le")
                .setSampleRate(16_000)
                .setChannels(1)
                .setPayload(ByteBuffer.wrap(new byte[] {1, 0, 2, 0, 3, 0}))
                .build();
    }

    static Label label() {
        return Label.newBuilder()
                .setStreamId("camera-1")
                .setStartMillis(TIME)
                .setEndMillis(TIME + 1000)
                .setLabel("bell")
                .setKnownAtMillis(TIME + 3000)
                .setUse(LabelUse.EVALUATE)
                .build();
    }

    static RawRecord raw(SpecificRecord record) {
        return raw(RecordCodec.encode(record), RecordCodec.name(record));
    }

    static RawRecord raw(byte[] value, String recordName) {
        return new RawRecord(
                "audio",
                1,
                42,
                TIME,
                "camera-1".getBytes(StandardCharsets.UTF_8),
                value,
                List.of(
                        new RawHeader(
                                RecordCodec.HEADER, recordName.getBytes(StandardCharsets.UTF_8))));
    }
}
