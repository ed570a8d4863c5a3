/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import io.ambidex.connectors.media.MediaException;
import java.util.Queue;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Pictures with times, in the order in which they are shown. */
final class PictureTrack implements AutoCloseable {
    private final AVStream stream;
    private final TrackDecoder decoder;
    private final PictureConverter converter;
    private final Queue<MediaPiece> output;

    private long frames;
    private long endMicros;

    PictureTrack(
            AVStream stream,
            MediaDescription.VideoTrack promised,
            MediaReadOptions options,
            Queue<MediaPiece> output)
            throws MediaException {
        this.stream = stream;
        this.decoder = new TrackDecoder(stream, options.limits());
        this.converter = new PictureConverter(options, promised.rotation());
        this.output = output;
    }

    /** Decodes one packet; null at the end of the file. */
    void decode(AVPacket packet) throws MediaException {
        decoder.send(packet);
        for (AVFrame frame = decoder.receive(); frame != null; frame = decoder.receive()) {
            long start = Times.micros(frame.best_effort_timestamp(), stream.time_base(), endMicros);
            long duration = Math.max(0, Times.micros(frame.duration(), stream.time_base(), 0));
            output.add(new PicturePiece(start, duration, converter.convert(frame)));
            endMicros = Math.max(endMicros, start + duration);
            frames++;
        }
    }

    long frames() {
        return frames;
    }

    long endMicros() {
        return endMicros;
    }

    int errors() {
        return decoder.errors();
    }

    @Override
    public void close() {
        decoder.close();
        converter.close();
    }
}
