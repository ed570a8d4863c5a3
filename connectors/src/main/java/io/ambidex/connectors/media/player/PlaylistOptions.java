/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import io.ambidex.connectors.media.file.PictureCrop;
import java.time.Duration;

/**
 * How recorded files become streams. Start from {@link #DEFAULT}.
 *
 * @param streamPrefix stream ids are this and a number from 0
 * @param streams stream ids side by side, 1 or more; files are dealt to them in turn
 * @param repeat how many passes over the list, 1 or more
 * @param layout event times
 * @param sampleRate samples per second of the published sound, hertz
 * @param pictures what is made of the pictures
 * @param pieceTimeLimit longest time that one piece of a file may take to be read
 */
public record PlaylistOptions(
        String streamPrefix,
        int streams,
        int repeat,
        TimeLayout layout,
        int sampleRate,
        PublishedPictures pictures,
        Duration pieceTimeLimit) {

    /** One stream, one pass, 1 s gaps, whole pictures in their own size, 16 kHz. */
    public static final PlaylistOptions DEFAULT =
            new PlaylistOptions(
                    "media-",
                    1,
                    1,
                    TimeLayout.DEFAULT,
                    16_000,
                    PublishedPictures.DEFAULT,
                    Duration.ofSeconds(10));

    public PlaylistOptions {
        if (streams < 1) {
            throw new IllegalArgumentException("streams must be at least 1, but are " + streams);
        }
        if (repeat < 1) {
            throw new IllegalArgumentException(
                    "the list must be played at least once, but is " + repeat + " times");
        }
    }

    /** These options with another number of streams. */
    public PlaylistOptions withStreams(int value) {
        return new PlaylistOptions(
                streamPrefix, value, repeat, layout, sampleRate, pictures, pieceTimeLimit);
    }

    /** These options with another number of passes. */
    public PlaylistOptions withRepeat(int value) {
        return new PlaylistOptions(
                streamPrefix, streams, value, layout, sampleRate, pictures, pieceTimeLimit);
    }

    /** These options with another sample rate, hertz. */
    public PlaylistOptions withSampleRate(int value) {
        return new PlaylistOptions(
                streamPrefix, streams, repeat, layout, value, pictures, pieceTimeLimit);
    }

    /** These options with another event time of the first pass, milliseconds since the epoch. */
    public PlaylistOptions withStartMillis(long value) {
        return with(new TimeLayout(value, layout.gap(), layout.align(), layout.labelDelay()));
    }

    /** These options with another gap between files and another alignment of their begin. */
    public PlaylistOptions withLayout(Duration gap, Duration align) {
        return with(new TimeLayout(layout.startMillis(), gap, align, layout.labelDelay()));
    }

    /** These options with another label delay. */
    public PlaylistOptions withLabelDelay(Duration value) {
        return with(new TimeLayout(layout.startMillis(), layout.gap(), layout.align(), value));
    }

    /**
     * These options with other pictures: crop (null for none), size (0 x 0 for the crop's), rate.
     */
    public PlaylistOptions withPictures(PictureCrop crop, int width, int height, int maxPerSecond) {
        PublishedPictures changed =
                new PublishedPictures(crop, width, height, maxPerSecond, pictures.jpegQuality());
        return new PlaylistOptions(
                streamPrefix, streams, repeat, layout, sampleRate, changed, pieceTimeLimit);
    }

    private PlaylistOptions with(TimeLayout changed) {
        return new PlaylistOptions(
                streamPrefix, streams, repeat, changed, sampleRate, pictures, pieceTimeLimit);
    }
}
