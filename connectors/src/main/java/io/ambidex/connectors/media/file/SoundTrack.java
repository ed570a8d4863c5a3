/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import io.ambidex.connectors.media.MediaException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Sound with times. A run of sound is timed by its first sample and counted on from there, since
 * many containers round their time stamps; a gap or jump begins a new run.
 */
final class SoundTrack implements AutoCloseable {
    private static final long MICROS = 1_000_000;
    private static final long GAP_MICROS = 30_000;

    /** Codecs pad the last block: at most two blocks of 2048 samples at 16 kHz. */
    static final long PADDING_MICROS = 256_000;

    private final AVStream stream;
    private final TrackDecoder decoder;
    private final SoundConverter converter;
    private final int sampleRate;
    private final long promisedEndMicros;
    private final Queue<MediaPiece> output;
    private final Deque<SoundPiece> pastEnd = new ArrayDeque<>();

    private boolean running;
    private long runStartMicros;
    private long runSamples;
    private long inputEndMicros;
    private long samples;
    private long endMicros;

    SoundTrack(
            AVStream stream,
            MediaDescription.AudioTrack promised,
            MediaReadOptions options,
            Queue<MediaPiece> output)
            throws MediaException {
        this.stream = stream;
        this.decoder = new TrackDecoder(stream, options.limits());
        this.converter = new SoundConverter(options.sampleRate());
        this.sampleRate = options.sampleRate();
        this.promisedEndMicros =
                promised.startMicros() < 0 || promised.durationMicros() < 0
                        ? Long.MAX_VALUE
                        : promised.startMicros() + promised.durationMicros();
        this.output = output;
    }

    /** Decodes one packet; null at the end of the file. */
    void decode(AVPacket packet) throws MediaException {
        decoder.send(packet);
        for (AVFrame frame = decoder.receive(); frame != null; frame = decoder.receive()) {
            accept(frame);
        }
        if (packet == null) {
            endRun();
            // What little lies past the promised end is the padding of the last block.
            pastEnd.clear();
        }
    }

    long samples() {
        return samples;
    }

    long endMicros() {
        return endMicros;
    }

    int errors() {
        return decoder.errors();
    }

    private void accept(AVFrame frame) throws MediaException {
        if (frame.sample_rate() <= 0 || frame.nb_samples() <= 0) {
            return;
        }
        long start =
                Times.micros(frame.best_effort_timestamp(), stream.time_base(), inputEndMicros);
        if (running && (!converter.fits(frame) || Math.abs(start - inputEndMicros) > GAP_MICROS)) {
            endRun();
        }
        if (!running) {
            converter.reset(frame);
            running = true;
            runStartMicros = start;
            runSamples = 0;
            inputEndMicros = start;
        }
        inputEndMicros += frame.nb_samples() * MICROS / frame.sample_rate();
        emit(converter.convert(frame));
    }

    private void endRun() throws MediaException {
        if (running) {
            emit(converter.convert(null));
            running = false;
        }
    }

    private void emit(byte[] pcm) {
        if (pcm.length == 0) {
            return;
        }
        SoundPiece piece = new SoundPiece(runStartMicros + micros(runSamples), pcm);
        runSamples += piece.samples();
        long end = runStartMicros + micros(runSamples);
        if (end <= promisedEndMicros) {
            add(piece);
        } else if (end <= promisedEndMicros + PADDING_MICROS) {
            hold(piece);
        } else {
            // So much is no padding: the promise was wrong.
            pastEnd.forEach(this::add);
            pastEnd.clear();
            add(piece);
        }
    }

    /** Hands out what lies before the promised end and keeps the rest. */
    private void hold(SoundPiece piece) {
        long before = Math.max(0, promisedEndMicros - piece.startMicros());
        int kept = (int) Math.min(piece.samples(), (before * sampleRate + MICROS / 2) / MICROS);
        if (kept > 0) {
            byte[] head = new byte[kept * Short.BYTES];
            System.arraycopy(piece.pcm(), 0, head, 0, head.length);
            add(new SoundPiece(piece.startMicros(), head));
        }
        if (kept < piece.samples()) {
            byte[] tail = new byte[(piece.samples() - kept) * Short.BYTES];
            System.arraycopy(piece.pcm(), kept * Short.BYTES, tail, 0, tail.length);
            pastEnd.add(new SoundPiece(piece.startMicros() + micros(kept), tail));
        }
    }

    private void add(SoundPiece piece) {
        output.add(piece);
        samples += piece.samples();
        endMicros = Math.max(endMicros, piece.startMicros() + micros(piece.samples()));
    }

    private long micros(long count) {
        return count * MICROS / sampleRate;
    }

    @Override
    public void close() {
        decoder.close();
        converter.close();
    }
}
