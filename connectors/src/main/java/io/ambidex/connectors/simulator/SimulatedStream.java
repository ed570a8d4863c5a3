/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.simulator;

import io.ambidex.connectors.media.AudioDecoder;
import io.ambidex.connectors.media.picture.JpegEncoder;
import io.ambidex.connectors.media.picture.Picture;
import io.ambidex.connectors.media.player.PlayedCounts;
import io.ambidex.connectors.media.player.PlayedRecord;
import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.LabelUse;
import io.ambidex.connectors.schema.VideoFrame;
import io.ambidex.connectors.simulator.SceneRandom.Purpose;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** The scenes of one stream id, one after another. */
final class SimulatedStream implements PlayedStream {
    private static final int CHUNK_MILLIS = 40;

    private final SimulatorOptions options;
    private final int stream;
    private final String streamId;
    private final long scenes;
    private final long windowMillis;
    private final int frames;
    private final SoundRenderer sound;
    private final PictureRenderer pictures;
    private final JpegEncoder jpeg;
    private final PriorityQueue<PlayedRecord> waiting =
            new PriorityQueue<>(
                    Comparator.comparingLong(PlayedRecord::eventTimeMillis)
                            .thenComparing(PlayedRecord::input));

    private volatile boolean closed;
    private long nextScene;
    private PlayedCounts counts = PlayedCounts.NONE;

    SimulatedStream(SimulatorOptions options, int stream, long scenes) {
        this.options = options;
        this.stream = stream;
        this.streamId = "sim-" + stream;
        this.scenes = scenes;
        this.windowMillis = options.window().toMillis();
        this.frames = (int) Math.max(1, options.framesPerSecond() * windowMillis / 1000);
        int samples = (int) (options.sampleRate() * windowMillis / 1000);
        this.sound = new SoundRenderer(options.sampleRate(), samples);
        this.pictures = new PictureRenderer(options.width(), options.height(), frames);
        this.jpeg = new JpegEncoder(options.jpegQuality());
    }

    @Override
    public String streamId() {
        return streamId;
    }

    @Override
    public PlayedCounts counts() {
        return counts;
    }

    @Override
    public boolean hasNext() {
        // A label may be known only after later scenes have begun.
        while (!closed
                && nextScene < scenes
                && (waiting.isEmpty() || waiting.peek().eventTimeMillis() >= startOf(nextScene))) {
            render(nextScene++);
        }
        return !closed && !waiting.isEmpty();
    }

    @Override
    public PlayedRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException(streamId + " has ended");
        }
        PlayedRecord record = waiting.poll();
        if (record.record() instanceof Label label) {
            boolean train = label.getUse() == LabelUse.TRAIN;
            counts = counts.plus(new PlayedCounts(0, 0, 0, train ? 1 : 0, train ? 0 : 1));
        }
        return record;
    }

    @Override
    public void close() {
        closed = true;
    }

    private long startOf(long scene) {
        return options.startMillis() + scene * windowMillis;
    }

    private SceneRandom random(long scene, Purpose purpose) {
        return new SceneRandom(options.seed(), stream, scene, purpose);
    }

    private void render(long scene) {
        counts = counts.plus(new PlayedCounts(1, 0, 0, 0, 0));
        SceneRandom random = random(scene, Purpose.SCENE);
        SceneClass shown = SceneClass.values()[random.nextInt(options.classes())];
        boolean noAudio = random.chance(options.missingAudio());
        boolean noVideo = random.chance(options.missingVideo());
        Difficulty difficulty = options.difficultyOf(scene);
        if (!noAudio) {
            addSound(
                    startOf(scene),
                    sound.render(shown, difficulty.audio(), random(scene, Purpose.AUDIO)));
        }
        if (!noVideo) {
            addPictures(
                    startOf(scene),
                    pictures.render(shown, difficulty.video(), random(scene, Purpose.VIDEO)));
        }
        addLabel(scene, shown);
    }

    private void addSound(long start, byte[] pcm) {
        int bytes = options.sampleRate() * CHUNK_MILLIS / 1000 * Short.BYTES;
        for (int from = 0; from < pcm.length; from += bytes) {
            int length = Math.min(bytes, pcm.length - from);
            long offset = (long) from / Short.BYTES * 1000 / options.sampleRate();
            waiting.add(
                    PlayedRecord.of(
                            AudioChunk.newBuilder()
                                    .setStreamId(streamId)
                                    .setStartMillis(start + offset)
                                    .setEncoding(AudioDecoder.PCM_S16LE)
                                    .setSampleRate(options.sampleRate())
                                    .setChannels(1)
                                    .setPayload(ByteBuffer.wrap(pcm, from, length).slice())
                                    .build(),
                            0));
        }
    }

    private void addPictures(long start, List<Picture> shown) {
        for (int f = 0; f < frames; f++) {
            long from = windowMillis * f / frames;
            long to = windowMillis * (f + 1) / frames;
            Picture picture = shown.get(f);
            waiting.add(
                    PlayedRecord.of(
                            VideoFrame.newBuilder()
                                    .setStreamId(streamId)
                                    .setTimestampMillis(start + from)
                                    .setDurationMillis((int) (to - from))
                                    .setEncoding("jpeg")
                                    .setWidth(picture.width())
                                    .setHeight(picture.height())
                                    .setPayload(ByteBuffer.wrap(jpeg.encode(picture)))
                                    .build(),
                            0));
        }
    }

    private void addLabel(long scene, SceneClass shown) {
        SceneRandom random = random(scene, Purpose.LABEL);
        if (!random.chance(options.labelFraction())) {
            return;
        }
        boolean evaluate = random.chance(options.evaluateFraction());
        long min = options.minLabelDelay().toMillis();
        long spread = options.maxLabelDelay().toMillis() - min;
        long end = startOf(scene) + windowMillis;
        waiting.add(
                PlayedRecord.of(
                        Label.newBuilder()
                                .setStreamId(streamId)
                                .setStartMillis(startOf(scene))
                                .setEndMillis(end)
                                .setLabel(shown.label())
                                .setKnownAtMillis(
                                        end + min + Math.round(random.nextDouble() * spread))
                                .setUse(evaluate ? LabelUse.EVALUATE : LabelUse.TRAIN)
                                .build(),
                        0));
    }
}
