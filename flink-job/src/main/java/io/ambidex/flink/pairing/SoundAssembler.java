/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.WindowId;
import java.util.List;

/**
 * Sound: mono 16-bit little-endian PCM, placed by timestamp; gaps are silent, what does not fit is
 * cut, of overlapping chunks the later one counts.
 *
 * <p>Timestamps are whole milliseconds, samples are not. A chunk that is less than a millisecond
 * away from the end of the chunk before it is therefore taken as its continuation, without a click.
 *
 * @param sampleRate samples per second, in hertz, 1 or more
 * @param samples samples of a clip, from the start of the window on, 1 or more
 */
public record SoundAssembler(int sampleRate, int samples) implements MediaAssembler {

    private static final int BYTES = 2;

    public SoundAssembler {
        Limits.atLeast("sample rate in hertz", sampleRate, 1);
        Limits.atLeast("samples of a clip", samples, 1);
    }

    @Override
    public MediaKind kind() {
        return MediaKind.SOUND;
    }

    @Override
    public byte[] assemble(WindowId window, List<MediaSample> chunks) {
        byte[] sound = new byte[Math.multiplyExact(samples, BYTES)];
        long expected = Long.MIN_VALUE;
        for (MediaSample chunk : chunks) {
            if (chunk.data().length % BYTES != 0) {
                throw new IllegalArgumentException(
                        "16-bit sound must have an even number of bytes, but "
                                + chunk.position()
                                + " has "
                                + chunk.data().length);
            }
            long at = firstSample(chunk.startMillis() - window.startMillis());
            if (expected != Long.MIN_VALUE && Math.abs(at - expected) * 1000 < sampleRate) {
                at = expected;
            }
            long length = chunk.data().length / BYTES;
            place(chunk.data(), at, sound);
            expected = at + length;
        }
        return sound;
    }

    private long firstSample(long millis) {
        return Math.floorDiv(millis * sampleRate + 500, 1000);
    }

    private void place(byte[] chunk, long at, byte[] sound) {
        long from = Math.max(0, at);
        long to = Math.min(samples, at + chunk.length / BYTES);
        if (from < to) {
            System.arraycopy(
                    chunk,
                    Math.toIntExact((from - at) * BYTES),
                    sound,
                    Math.toIntExact(from * BYTES),
                    Math.toIntExact((to - from) * BYTES));
        }
    }
}
