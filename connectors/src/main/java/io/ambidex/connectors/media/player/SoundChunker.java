/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import io.ambidex.connectors.media.file.SoundPiece;
import java.util.Arrays;

/** Cuts runs of sound into chunks of 40 ms; a gap ends a chunk early. */
final class SoundChunker {
    private static final int CHUNK_MILLIS = 40;
    private static final long MICROS = 1_000_000;

    /** Rounding of the times of two pieces that belong together. */
    private static final long SAME_MICROS = 1_000;

    private final int sampleRate;
    private final Output output;
    private final byte[] chunk;
    private int filled;
    private long runStartMicros;
    private long runSamples;
    private boolean running;

    /** Takes the chunks. */
    interface Output {
        /**
         * @param startMicros time of the first sample
         * @param pcm the samples; belongs to the receiver
         */
        void accept(long startMicros, byte[] pcm);
    }

    SoundChunker(int sampleRate, Output output) {
        this.sampleRate = sampleRate;
        this.output = output;
        this.chunk = new byte[Math.max(1, sampleRate * CHUNK_MILLIS / 1000) * Short.BYTES];
    }

    void add(SoundPiece piece) {
        long expected = runStartMicros + runSamples * MICROS / sampleRate;
        if (!running || Math.abs(piece.startMicros() - expected) > SAME_MICROS) {
            flush();
            running = true;
            runStartMicros = piece.startMicros();
            runSamples = 0;
        }
        byte[] pcm = piece.pcm();
        for (int from = 0; from < pcm.length; ) {
            int taken = Math.min(chunk.length - filled, pcm.length - from);
            System.arraycopy(pcm, from, chunk, filled, taken);
            filled += taken;
            from += taken;
            runSamples += taken / Short.BYTES;
            if (filled == chunk.length) {
                flush();
            }
        }
    }

    /** Hands out what has gathered, however little. */
    void flush() {
        if (filled > 0) {
            long first = runSamples - filled / Short.BYTES;
            output.accept(
                    runStartMicros + first * MICROS / sampleRate, Arrays.copyOf(chunk, filled));
            filled = 0;
        }
    }
}
