/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

/**
 * What a file's headers say; nothing of it need be true.
 *
 * @param format name of the container format
 * @param startMicros begin of the file's clock, microseconds, 0 or more
 * @param durationMicros length of the whole file, or {@link #UNKNOWN}
 * @param video the picture track; null when there is none
 * @param audio the sound track; null when there is none
 */
public record MediaDescription(
        String format, long startMicros, long durationMicros, VideoTrack video, AudioTrack audio) {

    /** Stands for what the headers do not say. */
    public static final long UNKNOWN = -1;

    /**
     * A track of pictures.
     *
     * @param codec name of the codec
     * @param width width as shown, after rotation, pixels
     * @param height height as shown, after rotation, pixels
     * @param rotation clockwise turn from stored to shown: 0, 90, 180 or 270 degrees
     * @param startMicros begin on the file's clock, or {@link #UNKNOWN}
     * @param durationMicros length, or {@link #UNKNOWN}
     * @param frames number of pictures, or {@link #UNKNOWN}
     */
    public record VideoTrack(
            String codec,
            int width,
            int height,
            int rotation,
            long startMicros,
            long durationMicros,
            long frames) {}

    /**
     * A track of sound.
     *
     * @param codec name of the codec
     * @param sampleRate samples per second, hertz
     * @param channels number of channels
     * @param startMicros begin on the file's clock, or {@link #UNKNOWN}
     * @param durationMicros length, or {@link #UNKNOWN}
     */
    public record AudioTrack(
            String codec, int sampleRate, int channels, long startMicros, long durationMicros) {}
}
