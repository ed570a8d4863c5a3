/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.media.player.PlayedRecord;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.VideoFrame;
import java.nio.ByteBuffer;

/** Copies of records with another payload or another time. */
final class Payloads {

    private Payloads() {}

    /** The payload of a chunk or a frame; its position is free to move. */
    static ByteBuffer of(PlayedRecord record) {
        return record.record() instanceof AudioChunk chunk
                ? chunk.getPayload().duplicate()
                : ((VideoFrame) record.record()).getPayload().duplicate();
    }

    static PlayedRecord with(PlayedRecord record, ByteBuffer payload) {
        return record.record() instanceof AudioChunk chunk
                ? PlayedRecord.of(
                        AudioChunk.newBuilder(chunk).setPayload(payload).build(), record.pass())
                : PlayedRecord.of(
                        VideoFrame.newBuilder((VideoFrame) record.record())
                                .setPayload(payload)
                                .build(),
                        record.pass());
    }

    static PlayedRecord at(PlayedRecord record, long eventTimeMillis) {
        return record.record() instanceof AudioChunk chunk
                ? PlayedRecord.of(
                        AudioChunk.newBuilder(chunk).setStartMillis(eventTimeMillis).build(),
                        record.pass())
                : PlayedRecord.of(
                        VideoFrame.newBuilder((VideoFrame) record.record())
                                .setTimestampMillis(eventTimeMillis)
                                .build(),
                        record.pass());
    }
}
