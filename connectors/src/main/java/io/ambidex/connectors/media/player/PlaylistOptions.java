/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import io.ambidex.connectors.media.file.PictureCrop;
import java.time.Duration;

/**
 * How recorded files become streams. Start from {@link #DEFAULT}.
 *
 * @param streamPrefix stream ids are this and a number from 0
 * @param streams stream ids side by side; files are dealt to them in turn
 * @param repeat how many passes over the list, 1 or more
 * @param startMillis event time of the first pass, milliseconds since the epoch
 * @param gap silence between two files of a stream
 * @param align files begin at multiples of this after the start, so that windows can fit them
 * @param labelDelay how long after the end of its interval a label is known
 * @param sampleRate samples per second of the published sound, hertz
 * @param crop the part of the picture to keep; null for all
 * @param width width of the published pictures, pixels; 0 for the size after cropping
 * @param height height of the published pictures; 0 exactly when the width is 0
 * @param maxFramesPerSecond pictures that come faster are left out; 0 to keep all
 * @param jpegQuality 0 to 1
 * @param pieceTimeLimit longest time that one piece of a file may take to be read
 */
public record PlaylistOptions(
        String streamPrefix,
        int streams,
        int repeat,
        long startMillis,
        Duration gap,
        Duration align,
        Duration labelDelay,
        int sampleRate,
        PictureCrop crop,
        int width,
        int height,
        int maxFramesPerSecond,
        float jpegQuality,
        Duration pieceTimeLimit) {

    /** One stream, one pass, 1 s gaps, whole pictures in their own size, 16 kHz. */
    public static final PlaylistOptions DEFAULT =
            new PlaylistOptions(
                    "media-",
                    1,
                    1,
                    1_700_000_000_000L,
                    Duration.ofSeconds(1),
                    Duration.ofMillis(1),
                    Duration.ZERO,
                    16_000,
                    null,
                    0,
                    0,
                    0,
                    0.9f,
                    Duration.ofSeconds(10));

    public PlaylistOptions {
        require(streams >= 1, "streams must be at least 1, but are " + streams);
        require(repeat >= 1, "the list must be played at least once, but is " + repeat + " times");
        require(!gap.isNegative(), "the gap must be at least 0 ms, but is " + gap.toMillis());
        require(align.toMillis() >= 1, "files align to at least 1 ms, not " + align.toMillis());
        require(
                !labelDelay.isNegative(),
                "the label delay must be at least 0 ms, but is " + labelDelay.toMillis());
        require(
                maxFramesPerSecond >= 0,
                "frames per second must be at least 0, but are " + maxFramesPerSecond);
        require(
                jpegQuality >= 0 && jpegQuality <= 1,
                "the quality of the jpeg must be 0 to 1, but is " + jpegQuality);
    }

    /** These options with another number of streams. */
    public PlaylistOptions withStreams(int value) {
        return new PlaylistOptions(
                streamPrefix,
                value,
                repeat,
                startMillis,
                gap,
                align,
                labelDelay,
                sampleRate,
                crop,
                width,
                height,
                maxFramesPerSecond,
                jpegQuality,
                pieceTimeLimit);
    }

    /** These options with another number of passes. */
    public PlaylistOptions withRepeat(int value) {
        return new PlaylistOptions(
                streamPrefix,
                streams,
                value,
                startMillis,
                gap,
                align,
                labelDelay,
                sampleRate,
                crop,
                width,
                height,
                maxFramesPerSecond,
                jpegQuality,
                pieceTimeLimit);
    }

    /** These options with another event time of the first pass. */
    public PlaylistOptions withStartMillis(long value) {
        return new PlaylistOptions(
                streamPrefix,
                streams,
                repeat,
                value,
                gap,
                align,
                labelDelay,
                sampleRate,
                crop,
                width,
                height,
                maxFramesPerSecond,
                jpegQuality,
                pieceTimeLimit);
    }

    /** These options with another gap and alignment. */
    public PlaylistOptions withLayout(Duration newGap, Duration newAlign) {
        return new PlaylistOptions(
                streamPrefix,
                streams,
                repeat,
                startMillis,
                newGap,
                newAlign,
                labelDelay,
                sampleRate,
                crop,
                width,
                height,
                maxFramesPerSecond,
                jpegQuality,
                pieceTimeLimit);
    }

    /** These options with another label delay. */
    public PlaylistOptions withLabelDelay(Duration value) {
        return new PlaylistOptions(
                streamPrefix,
                streams,
                repeat,
                startMillis,
                gap,
                align,
                value,
                sampleRate,
                crop,
                width,
                height,
                maxFramesPerSecond,
                jpegQuality,
                pieceTimeLimit);
    }

    /** These options with another sample rate. */
    public PlaylistOptions withSampleRate(int value) {
        return new PlaylistOptions(
                streamPrefix,
                streams,
                repeat,
                startMillis,
                gap,
                align,
                labelDelay,
                value,
                crop,
                width,
                height,
                maxFramesPerSecond,
                jpegQuality,
                pieceTimeLimit);
    }

    /**
     * These options with other pictures: crop (null for none), size (0 x 0 for the crop's), rate.
     */
    public PlaylistOptions withPictures(
            PictureCrop newCrop, int newWidth, int newHeight, int newMaxFramesPerSecond) {
        return new PlaylistOptions(
                streamPrefix,
                streams,
                repeat,
                startMillis,
                gap,
                align,
                labelDelay,
                sampleRate,
                newCrop,
                newWidth,
                newHeight,
                newMaxFramesPerSecond,
                jpegQuality,
                pieceTimeLimit);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
