/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Frames of a picture. Raw: unsigned bytes (frames, height, width, channels). The encoder sees
 * {@code (byte / 255 - mean) / standardDeviation}, shape (channels, frames, height, width).
 *
 * @param frames frames of a clip, 1 to 256
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param height in pixels, 4 to 2,160
 * @param width in pixels, 4 to 3,840
 * @param mean subtracted from a value in [0, 1]
 * @param standardDeviation the difference is divided by it; positive
 */
public record VideoInput(
        int frames, int channels, int height, int width, double mean, double standardDeviation)
        implements InputSpec {

    /** Mean of natural pictures, as is usual for Kinetics. */
    public static final double DEFAULT_MEAN = 0.45;

    /** Standard deviation of natural pictures, as is usual for Kinetics. */
    public static final double DEFAULT_STANDARD_DEVIATION = 0.225;

    /** Largest raw clip: 64 MiB. */
    private static final long LARGEST_CLIP = 64L << 20;

    @JsonCreator
    public VideoInput(
            @JsonProperty(value = "frames", required = true) int frames,
            @JsonProperty(value = "channels", required = true) int channels,
            @JsonProperty(value = "height", required = true) int height,
            @JsonProperty(value = "width", required = true) int width,
            @JsonProperty(value = "mean", required = true) double mean,
            @JsonProperty(value = "standardDeviation", required = true) double standardDeviation) {
        this.frames = Require.inRange("frames", frames, 1, 256);
        this.channels = channels;
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels must be 1 or 3, not " + channels);
        }
        this.height = Require.inRange("height", height, 4, 2_160);
        this.width = Require.inRange("width", width, 4, 3_840);
        this.mean = Require.finite("mean", mean);
        this.standardDeviation = Require.positive("standardDeviation", standardDeviation);
        Require.inRange(
                "bytes of a clip", (long) frames * channels * height * width, 1, LARGEST_CLIP);
    }

    /** With the default normalisation. */
    public VideoInput(int frames, int channels, int height, int width) {
        this(frames, channels, height, width, DEFAULT_MEAN, DEFAULT_STANDARD_DEVIATION);
    }

    @Override
    public int rawBytes() {
        return frames * channels * height * width;
    }

    @Override
    public long[] encoderShape() {
        return new long[] {channels, frames, height, width};
    }
}
