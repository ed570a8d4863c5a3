/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import io.ambidex.connectors.media.MediaException;
import java.nio.file.Path;
import java.time.Duration;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * How long a file really is: the span of the packets that are in it, whatever its header claims.
 *
 * @param description what the headers say
 * @param endMicros end of the last packet of either track on the file's clock, microseconds
 */
public record MediaExtent(MediaDescription description, long endMicros) {

    /** Length from the begin of the file's clock, microseconds, 0 or more. */
    public long lengthMicros() {
        return Math.max(0, endMicros - description.startMicros());
    }

    /**
     * Reads all packets of a file and decodes none.
     *
     * @param file a regular file
     * @param timeLimit longest time that all of it may take
     * @throws MediaException when the file cannot be opened or takes too long
     */
    public static MediaExtent measure(Path file, Duration timeLimit) throws MediaException {
        Ffmpeg.load();
        AVPacket packet = null;
        try (Watchdog watchdog = new Watchdog(timeLimit);
                InputFile input = InputFile.open(file, watchdog)) {
            MediaDescription description = input.describe();
            long end = description.startMicros();
            packet = avcodec.av_packet_alloc();
            while (input.read(packet) >= 0) {
                watchdog.check();
                end = Math.max(end, endOf(packet, input.video()));
                end = Math.max(end, endOf(packet, input.audio()));
                avcodec.av_packet_unref(packet);
            }
            watchdog.check();
            return new MediaExtent(description, promisedEnd(description, end));
        } finally {
            if (packet != null) {
                avcodec.av_packet_free(packet);
            }
        }
    }

    private static long endOf(AVPacket packet, AVStream stream) {
        if (stream == null || packet.stream_index() != stream.index()) {
            return Long.MIN_VALUE;
        }
        long start = Times.micros(packet.pts(), stream.time_base(), Long.MIN_VALUE / 2);
        return start + Math.max(0, Times.micros(packet.duration(), stream.time_base(), 0));
    }

    /**
     * The last packet of sound may reach beyond the end by padding that is never heard: an end that
     * a track promises is taken where the packets reach just beyond it.
     */
    private static long promisedEnd(MediaDescription description, long end) {
        long promised = 0;
        if (description.audio() != null && description.audio().durationMicros() >= 0) {
            promised = description.audio().startMicros() + description.audio().durationMicros();
        }
        if (description.video() != null && description.video().durationMicros() >= 0) {
            promised =
                    Math.max(
                            promised,
                            description.video().startMicros()
                                    + description.video().durationMicros());
        }
        boolean padded = promised < end && end - promised <= SoundTrack.PADDING_MICROS;
        return promised > 0 && padded ? promised : end;
    }
}
