/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.clip;

/**
 * What one modality delivered in a window.
 *
 * <p>Layout of {@code data}: sound is mono 16-bit little-endian PCM of exactly the network's number
 * of samples; video is 8-bit, shape (frames, height, width, channels) row by row; any further
 * modality is 32-bit little-endian floats.
 *
 * @param modality name of the modality
 * @param data the media; empty when the modality is missing
 * @param coverageStartMillis begin of the first record inside the window; 0 when missing
 * @param coverageEndMillis end of the last record inside the window; 0 when missing
 * @param positions the source records; null when missing
 */
public record ModalityMedia(
        String modality,
        byte[] data,
        long coverageStartMillis,
        long coverageEndMillis,
        SourcePositions positions) {

    private static final byte[] NOTHING = {};

    /** The modality delivered nothing in the window. */
    public static ModalityMedia missing(String modality) {
        return new ModalityMedia(modality, NOTHING, 0, 0, null);
    }

    /** Whether the modality delivered anything. */
    public boolean present() {
        return positions != null;
    }

    /** Middle of the coverage in milliseconds since the epoch; meaningful when present. */
    public double midpointMillis() {
        return (coverageStartMillis + (double) coverageEndMillis) / 2;
    }
}
