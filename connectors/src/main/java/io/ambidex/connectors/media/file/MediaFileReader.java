/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import io.ambidex.connectors.media.MediaException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Reads one media file: its best picture track and its best sound track, with the time of every
 * piece.
 *
 * <pre>{@code
 * try (MediaFileReader reader = MediaFileReader.open(file, MediaReadOptions.DEFAULT)) {
 *     for (MediaPiece piece = reader.next(); piece != null; piece = reader.next()) { ... }
 *     MediaVerdict verdict = reader.verdict();
 * }
 * }</pre>
 *
 * <p>Memory follows what really comes, never what a header claims. For one thread.
 */
public final class MediaFileReader implements AutoCloseable {
    /** How much less than promised is still whole: rounding of time stamps, the last block. */
    private static final long TOLERANCE_MICROS = 120_000;

    private final Watchdog watchdog;
    private final InputFile input;
    private final MediaDescription description;
    private final Queue<MediaPiece> ready = new ArrayDeque<>();
    private final List<String> remarks = new ArrayList<>();
    private final AVPacket packet = avcodec.av_packet_alloc();
    private PictureTrack pictures;
    private SoundTrack sound;
    private boolean ended;
    private boolean closed;

    private MediaFileReader(Path file, MediaReadOptions options) throws MediaException {
        watchdog = new Watchdog(options.timeLimit());
        try {
            input = InputFile.open(file, watchdog);
        } catch (MediaException e) {
            watchdog.close();
            avcodec.av_packet_free(packet);
            throw e;
        }
        description = input.describe();
        openTracks(options);
    }

    /**
     * Opens a file and looks at its tracks.
     *
     * @param file a regular file
     * @param options what comes out
     * @throws MediaException when the file cannot be opened, has neither track, or takes too long
     */
    public static MediaFileReader open(Path file, MediaReadOptions options) throws MediaException {
        Ffmpeg.load();
        return new MediaFileReader(file, options);
    }

    private void openTracks(MediaReadOptions options) throws MediaException {
        MediaException reason = null;
        if (input.video() != null) {
            try {
                pictures = new PictureTrack(input.video(), description.video(), options, ready);
            } catch (MediaException e) {
                remarks.add("video: " + e.getMessage());
                reason = e;
            }
        }
        if (input.audio() != null) {
            try {
                sound = new SoundTrack(input.audio(), description.audio(), options, ready);
            } catch (MediaException e) {
                remarks.add("audio: " + e.getMessage());
                reason = e;
            }
        }
        if (pictures == null && sound == null) {
            close();
            throw new MediaException(
                    reason == null
                            ? "the file has neither a video nor an audio track"
                            : "no track can be decoded: " + reason.getMessage());
        }
    }

    /** What the headers say. */
    public MediaDescription description() {
        return description;
    }

    /**
     * The next piece of either track, in the order of the file; times rise within each track, apart
     * from jumps that the file itself has.
     *
     * @return the piece, or null at the end
     * @throws MediaException when the file cannot be read on, or nothing comes within the time
     *     limit
     */
    public MediaPiece next() throws MediaException {
        watchdog.restart();
        while (ready.isEmpty() && !ended) {
            watchdog.check();
            readPacket();
        }
        return ready.poll();
    }

    private void readPacket() throws MediaException {
        int result = input.read(packet);
        if (result < 0) {
            watchdog.check();
            if (result != avutil.AVERROR_EOF) {
                remarks.add("reading ended early: " + Ffmpeg.error(result));
            }
            ended = true;
            if (pictures != null) {
                pictures.decode(null);
            }
            if (sound != null) {
                sound.decode(null);
            }
            return;
        }
        try {
            if (pictures != null && isOf(input.video())) {
                pictures.decode(packet);
            } else if (sound != null && isOf(input.audio())) {
                sound.decode(packet);
            }
        } finally {
            avcodec.av_packet_unref(packet);
        }
    }

    private boolean isOf(AVStream stream) {
        return packet.stream_index() == stream.index();
    }

    /**
     * What came, beside what was promised; final once {@link #next} has returned null or thrown.
     *
     * @return the verdict
     */
    public MediaVerdict verdict() {
        List<String> all = new ArrayList<>(remarks);
        long frames = pictures == null ? 0 : pictures.frames();
        long samples = sound == null ? 0 : sound.samples();
        if (pictures != null) {
            judgePictures(all);
        }
        if (sound != null) {
            judgeSound(all);
        }
        judgeLength(all);
        MediaVerdict.State state =
                frames == 0 && samples == 0
                        ? MediaVerdict.State.NOTHING
                        : all.isEmpty() ? MediaVerdict.State.WHOLE : MediaVerdict.State.PARTIAL;
        return new MediaVerdict(state, frames, samples, List.copyOf(all));
    }

    private void judgePictures(List<String> all) {
        MediaDescription.VideoTrack promised = description.video();
        int before = all.size();
        if (pictures.frames() == 0) {
            all.add("video: a track was promised, no frame came");
        }
        judgeEnd(
                "video",
                promised.startMicros(),
                promised.durationMicros(),
                pictures.endMicros(),
                all);
        if (pictures.errors() > 0) {
            all.add("video: " + pictures.errors() + " damaged packets or frames");
        }
        // Some containers count empty packets as frames: fewer is damage only beside other damage,
        // or where the end cannot be judged.
        boolean suspicious = all.size() > before || promised.durationMicros() < 0;
        if (suspicious && pictures.frames() < promised.frames()) {
            all.add(
                    "video: "
                            + promised.frames()
                            + " frames promised, "
                            + pictures.frames()
                            + " came");
        }
    }

    private void judgeSound(List<String> all) {
        MediaDescription.AudioTrack promised = description.audio();
        if (sound.samples() == 0) {
            all.add("audio: a track was promised, no sample came");
        }
        judgeEnd(
                "audio", promised.startMicros(), promised.durationMicros(), sound.endMicros(), all);
        if (sound.errors() > 0) {
            all.add("audio: " + sound.errors() + " damaged packets or frames");
        }
    }

    /** A container that knows no length of its tracks may know its own. */
    private void judgeLength(List<String> all) {
        boolean tracksKnow =
                pictures != null && description.video().durationMicros() >= 0
                        || sound != null && description.audio().durationMicros() >= 0;
        if (!tracksKnow) {
            long end =
                    Math.max(
                            pictures == null ? 0 : pictures.endMicros(),
                            sound == null ? 0 : sound.endMicros());
            judgeEnd("file", description.startMicros(), description.durationMicros(), end, all);
        }
    }

    private static void judgeEnd(
            String track, long startMicros, long durationMicros, long endMicros, List<String> all) {
        if (startMicros < 0 || durationMicros < 0) {
            return;
        }
        long promisedEnd = startMicros + durationMicros;
        if (endMicros < promisedEnd - TOLERANCE_MICROS) {
            all.add(
                    track
                            + ": promised up to "
                            + promisedEnd / 1000
                            + " ms, came up to "
                            + endMicros / 1000
                            + " ms");
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (pictures != null) {
            pictures.close();
        }
        if (sound != null) {
            sound.close();
        }
        avcodec.av_packet_free(packet);
        input.close();
        watchdog.close();
    }
}
