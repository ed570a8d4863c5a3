/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

/**
 * A run of sound.
 *
 * @param startMicros time of the first sample on the file's clock, microseconds
 * @param pcm mono 16-bit little-endian samples at the rate asked for
 */
public record SoundPiece(long startMicros, byte[] pcm) implements MediaPiece {

    /** Number of samples. */
    public int samples() {
        return pcm.length / Short.BYTES;
    }
}
