/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import io.ambidex.connectors.media.MediaLimits;
import java.time.Duration;

/**
 * What a file is read as.
 *
 * @param sampleRate samples per second of the sound that comes out, hertz
 * @param crop the part of the picture to keep; null for all
 * @param width width of the pictures that come out, pixels; 0 to keep the size after cropping
 * @param height height of the pictures that come out; 0 exactly when the width is 0
 * @param limits largest picture that is decoded
 * @param timeLimit longest time that one piece may take to come
 */
public record MediaReadOptions(
        int sampleRate,
        PictureCrop crop,
        int width,
        int height,
        MediaLimits limits,
        Duration timeLimit) {

    /** 16 kHz, whole pictures in their own size, 10 s a piece. */
    public static final MediaReadOptions DEFAULT =
            new MediaReadOptions(16_000, null, 0, 0, MediaLimits.DEFAULT, Duration.ofSeconds(10));

    public MediaReadOptions {
        if (sampleRate < 1) {
            throw new IllegalArgumentException(
                    "the sample rate must be positive, but is " + sampleRate);
        }
        if (width < 0 || height < 0 || (width == 0) != (height == 0)) {
            throw new IllegalArgumentException(
                    "the size of pictures must be at least 1 x 1, or 0 x 0 to keep it, but is "
                            + width
                            + " x "
                            + height);
        }
        if (timeLimit.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "the time limit must be at least 1 ms, but is " + timeLimit.toMillis());
        }
    }

    /** These options with another sample rate. */
    public MediaReadOptions withSampleRate(int newSampleRate) {
        return new MediaReadOptions(newSampleRate, crop, width, height, limits, timeLimit);
    }

    /** These options with a crop, or null for none. */
    public MediaReadOptions withCrop(PictureCrop newCrop) {
        return new MediaReadOptions(sampleRate, newCrop, width, height, limits, timeLimit);
    }

    /** These options with another size of the pictures. */
    public MediaReadOptions withSize(int newWidth, int newHeight) {
        return new MediaReadOptions(sampleRate, crop, newWidth, newHeight, limits, timeLimit);
    }

    /** These options with another time limit. */
    public MediaReadOptions withTimeLimit(Duration newTimeLimit) {
        return new MediaReadOptions(sampleRate, crop, width, height, limits, newTimeLimit);
    }
}
