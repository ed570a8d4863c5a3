/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.EndOfInput;
import io.ambidex.connectors.schema.Heartbeat;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.VideoFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.specific.SpecificRecord;

/** Input records in Avro's single-object encoding. */
final class RecordBytes {
    private RecordBytes() {}

    static byte[] of(SpecificRecord record) {
        try {
            if (record instanceof AudioChunk chunk) {
                return bytes(AudioChunk.getEncoder().encode(chunk));
            } else if (record instanceof VideoFrame frame) {
                return bytes(VideoFrame.getEncoder().encode(frame));
            } else if (record instanceof Label label) {
                return bytes(Label.getEncoder().encode(label));
            } else if (record instanceof Heartbeat heartbeat) {
                return bytes(Heartbeat.getEncoder().encode(heartbeat));
            } else if (record instanceof EndOfInput end) {
                return bytes(EndOfInput.getEncoder().encode(end));
            }
            throw new IllegalArgumentException("no input record: " + record.getClass().getName());
        } catch (IOException e) {
            throw new UncheckedIOException("a record in memory could not be written", e);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
