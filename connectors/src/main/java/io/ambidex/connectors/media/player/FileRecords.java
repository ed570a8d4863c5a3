/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import io.ambidex.connectors.media.AudioDecoder;
import io.ambidex.connectors.media.MediaException;
import io.ambidex.connectors.media.MediaLimits;
import io.ambidex.connectors.media.file.MediaFileReader;
import io.ambidex.connectors.media.file.MediaPiece;
import io.ambidex.connectors.media.file.MediaReadOptions;
import io.ambidex.connectors.media.file.MediaVerdict;
import io.ambidex.connectors.media.file.PicturePiece;
import io.ambidex.connectors.media.file.SoundPiece;
import io.ambidex.connectors.media.picture.JpegEncoder;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.VideoFrame;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The sound and the pictures of one file as records in the order of their event times. The two
 * tracks may be interleaved badly in the file: what comes early waits, up to a limit.
 */
final class FileRecords implements AutoCloseable {
    private static final long MAX_WAITING_BYTES = 64L << 20;
    private static final long MICROS = 1_000_000;

    private final String streamId;
    private final PlaylistItem item;
    private final long startMillis;
    private final int pass;
    private final PlaylistOptions options;
    private final JpegEncoder jpeg;
    private final MediaFileReader reader;
    private final SoundChunker chunker;
    private final long originMicros;
    private final Deque<PlayedRecord> audio = new ArrayDeque<>();
    private final Deque<PlayedRecord> video = new ArrayDeque<>();

    private boolean ended;
    private long waitingBytes;
    private long lastAudioMillis = Long.MIN_VALUE;
    private long lastVideoMillis = Long.MIN_VALUE;
    private long nextFrameMicros = Long.MIN_VALUE;

    private FileRecords(
            String streamId,
            PlaylistItem item,
            long startMillis,
            int pass,
            PlaylistOptions options,
            JpegEncoder jpeg,
            MediaFileReader reader) {
        this.streamId = streamId;
        this.item = item;
        this.startMillis = startMillis;
        this.pass = pass;
        this.options = options;
        this.jpeg = jpeg;
        this.reader = reader;
        this.chunker = new SoundChunker(options.sampleRate(), this::addSound);
        this.originMicros = reader.description().startMicros();
    }

    static FileRecords open(
            String streamId,
            PlaylistItem item,
            long startMillis,
            int pass,
            PlaylistOptions options,
            JpegEncoder jpeg)
            throws MediaException {
        MediaReadOptions readOptions =
                new MediaReadOptions(
                        options.sampleRate(),
                        options.pictures().crop(),
                        options.pictures().width(),
                        options.pictures().height(),
                        MediaLimits.DEFAULT,
                        options.pieceTimeLimit());
        MediaFileReader reader = MediaFileReader.open(item.entry().file(), readOptions);
        FileRecords records =
                new FileRecords(streamId, item, startMillis, pass, options, jpeg, reader);
        try {
            if (item.entry().picture() != null) {
                records.show(item.entry().picture(), readOptions);
            }
            return records;
        } catch (MediaException e) {
            records.close();
            throw e;
        }
    }

    /** One picture for as long as the file lasts. */
    private void show(Path picture, MediaReadOptions readOptions) throws MediaException {
        if (reader.description().video() != null) {
            throw new MediaException(
                    "the manifest gives it the picture " + picture + ", but it has its own");
        }
        try (MediaFileReader still = MediaFileReader.open(picture, readOptions)) {
            MediaPiece piece = still.next();
            while (piece != null && !(piece instanceof PicturePiece)) {
                piece = still.next();
            }
            if (piece == null) {
                throw new MediaException("its picture " + picture + " is none");
            }
            addPicture(
                    new PicturePiece(
                            originMicros,
                            item.lengthMillis() * 1000,
                            ((PicturePiece) piece).picture()));
        }
    }

    /** Event time of the next record; {@link Long#MAX_VALUE} at the end. */
    long peekMillis() throws MediaException {
        fill();
        return Math.min(firstMillis(audio), firstMillis(video));
    }

    PlayedRecord poll() throws MediaException {
        fill();
        boolean soundFirst = firstMillis(audio) <= firstMillis(video);
        PlayedRecord record = soundFirst ? audio.poll() : video.poll();
        waitingBytes -= payloadBytes(record);
        return record;
    }

    /** What came, beside what was promised; final at the end. */
    MediaVerdict verdict() {
        return reader.verdict();
    }

    @Override
    public void close() {
        reader.close();
    }

    private static long firstMillis(Deque<PlayedRecord> queue) {
        return queue.isEmpty() ? Long.MAX_VALUE : queue.peek().eventTimeMillis();
    }

    /** Reads on until both tracks have a record waiting, so that the earlier one is known. */
    private void fill() throws MediaException {
        boolean hasAudio = reader.description().audio() != null;
        boolean hasVideo = reader.description().video() != null;
        while (!ended && ((hasAudio && audio.isEmpty()) || (hasVideo && video.isEmpty()))) {
            if (waitingBytes > MAX_WAITING_BYTES) {
                throw new MediaException(
                        "its tracks are interleaved so badly that more than "
                                + MAX_WAITING_BYTES
                                + " bytes would have to wait");
            }
            MediaPiece piece = reader.next();
            if (piece == null) {
                chunker.flush();
                ended = true;
            } else if (piece instanceof SoundPiece sound) {
                chunker.add(sound);
            } else if (piece instanceof PicturePiece picture) {
                addPicture(picture);
            }
        }
    }

    private void addSound(long startMicros, byte[] pcm) {
        long time = eventTime(startMicros);
        if (!isInside(time) || time < lastAudioMillis) {
            return;
        }
        lastAudioMillis = time;
        waitingBytes += pcm.length;
        audio.add(
                PlayedRecord.of(
                        AudioChunk.newBuilder()
                                .setStreamId(streamId)
                                .setStartMillis(time)
                                .setEncoding(AudioDecoder.PCM_S16LE)
                                .setSampleRate(options.sampleRate())
                                .setChannels(1)
                                .setPayload(ByteBuffer.wrap(pcm))
                                .build(),
                        pass));
    }

    private void addPicture(PicturePiece piece) {
        long time = eventTime(piece.startMicros());
        if (!isInside(time) || time < lastVideoMillis || isTooSoon(piece.startMicros())) {
            return;
        }
        lastVideoMillis = time;
        byte[] bytes = jpeg.encode(piece.picture());
        long end = eventTime(piece.startMicros() + piece.durationMicros());
        waitingBytes += bytes.length;
        video.add(
                PlayedRecord.of(
                        VideoFrame.newBuilder()
                                .setStreamId(streamId)
                                .setTimestampMillis(time)
                                .setDurationMillis((int) Math.min(Integer.MAX_VALUE, end - time))
                                .setEncoding("jpeg")
                                .setWidth(piece.picture().width())
                                .setHeight(piece.picture().height())
                                .setPayload(ByteBuffer.wrap(bytes))
                                .build(),
                        pass));
    }

    /** Whether a picture comes faster than wanted; keeps the wanted rate on average. */
    private boolean isTooSoon(long startMicros) {
        if (options.pictures().maxPerSecond() == 0) {
            return false;
        }
        long step = MICROS / options.pictures().maxPerSecond();
        // Half a millisecond for time stamps that a container has rounded.
        if (startMicros + 500 < nextFrameMicros) {
            return true;
        }
        boolean behind = nextFrameMicros < startMicros - step;
        nextFrameMicros = (behind ? startMicros : nextFrameMicros) + step;
        return false;
    }

    private long eventTime(long micros) {
        return startMillis + Math.floorDiv(micros - originMicros + 500, 1000L);
    }

    /** Damaged time stamps must not reach into the place of another file. */
    private boolean isInside(long eventTimeMillis) {
        return eventTimeMillis >= startMillis
                && eventTimeMillis < startMillis + item.lengthMillis();
    }

    private static long payloadBytes(PlayedRecord record) {
        return record.record() instanceof AudioChunk chunk
                ? chunk.getPayload().remaining()
                : ((VideoFrame) record.record()).getPayload().remaining();
    }
}
