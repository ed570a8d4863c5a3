/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.LabelUse;
import io.ambidex.connectors.schema.VideoFrame;
import java.nio.ByteBuffer;

/** Input records of one stream id, by event time. */
final class TestRecords {
    static final String STREAM = "camera-1";

    /** Event time at which the tests' streams begin, milliseconds since the epoch. */
    static final long TIME = 1_700_000_000_000L;

    private TestRecords() {}

    static AudioChunk chunk(long millis) {
        ByteBuffer sample = ByteBuffer.wrap(new byte[] {1, 2});
        return new AudioChunk(STREAM, millis, "pcm_s16le", 16_000, 1, sample);
    }

    static VideoFrame frame(long millis) {
        return new VideoFrame(STREAM, millis, 40, "jpeg", 64, 64, ByteBuffer.wrap(new byte[] {3}));
    }

    static Label label(long knownAtMillis) {
        return new Label(STREAM, TIME, TIME + 1_000, "bell", knownAtMillis, LabelUse.TRAIN);
    }
}
