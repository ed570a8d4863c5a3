/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.flink.labeling.LabelRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Small media: 1,000 samples a second, so that a sample is a millisecond; frames of one byte. */
final class Media {

    static final String STREAM = "camera";

    /** A chunk of sound whose samples all have the same value. */
    static MediaSample sound(String stream, long start, int samples, int value, long offset) {
        ByteBuffer data = ByteBuffer.allocate(samples * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            data.putShort((short) value);
        }
        var position = new RecordPosition("audio", 0, offset);
        return new MediaSample(stream, "audio", start, start + samples, data.array(), position);
    }

    static MediaSample sound(long start, int samples) {
        return sound(STREAM, start, samples, (int) (start / 10 % 100) + 1, start);
    }

    /** A frame of one byte. */
    static MediaSample frame(String stream, long start, long duration, int value, long offset) {
        var position = new RecordPosition("video", 0, offset);
        byte[] data = {(byte) value};
        return new MediaSample(stream, "video", start, start + duration, data, position);
    }

    static MediaSample frame(long start, long duration) {
        return frame(STREAM, start, duration, (int) (start / 10 % 100) + 1, start);
    }

    static LabelRecord label(long start, long end, long knownAt) {
        var position = new RecordPosition("labels", 0, knownAt);
        return new LabelRecord(STREAM, new WindowId(start, end), 1, knownAt, false, position);
    }

    /** 16-bit samples as numbers. */
    static int[] samples(byte[] sound) {
        int[] samples = new int[sound.length / 2];
        ByteBuffer data = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.setAll(samples, i -> data.getShort());
        return samples;
    }

    private Media() {}
}
