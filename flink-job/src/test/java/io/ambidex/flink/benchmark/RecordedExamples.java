/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.benchmark;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.connectors.media.AudioDecoder;
import io.ambidex.connectors.media.VideoDecoder;
import io.ambidex.connectors.media.player.PlayedRecord;
import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.LabelUse;
import io.ambidex.connectors.schema.VideoFrame;
import io.ambidex.flink.pairing.PictureAssembler;
import io.ambidex.flink.pairing.SoundAssembler;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.network.AudioInput;
import io.ambidex.model.network.VideoInput;
import java.util.ArrayList;
import java.util.List;

/**
 * The labelled intervals of played streams as examples in memory: decoded and assembled by the same
 * code as in the job, once, so that learners can be driven as fast as their steps.
 *
 * @param classes names of the classes
 * @param train examples of the training split, in the order of the manifest
 * @param test examples of the split {@code test}
 */
public record RecordedExamples(
        List<String> classes, List<MiniBatch.Example> train, List<MiniBatch.Example> test) {

    /** The labelled intervals of streams, which are closed. */
    public static RecordedExamples play(
            List<? extends PlayedStream> streams,
            List<String> classes,
            AudioInput audio,
            VideoInput video)
            throws Exception {
        List<MiniBatch.Example> train = new ArrayList<>();
        List<MiniBatch.Example> test = new ArrayList<>();
        for (PlayedStream stream : streams) {
            Assembly assembly = new Assembly(classes, audio, video, train, test);
            try (stream) {
                while (stream.hasNext()) {
                    assembly.take(stream.next());
                }
            }
        }
        return new RecordedExamples(classes, train, test);
    }

    /** Keeps what the labels of one stream may still need. */
    private static final class Assembly {
        private static final long KEPT_MILLIS = 15_000;

        private final List<String> classes;
        private final AudioDecoder audioDecoder;
        private final VideoDecoder videoDecoder;
        private final SoundAssembler sound;
        private final PictureAssembler pictures;
        private final List<MediaSample> chunks = new ArrayList<>();
        private final List<MediaSample> frames = new ArrayList<>();
        private final List<MiniBatch.Example> train;
        private final List<MiniBatch.Example> test;
        private long records;

        Assembly(
                List<String> classes,
                AudioInput audio,
                VideoInput video,
                List<MiniBatch.Example> train,
                List<MiniBatch.Example> test) {
            this.classes = classes;
            this.train = train;
            this.test = test;
            audioDecoder = new AudioDecoder("audio", audio.sampleRate());
            videoDecoder =
                    new VideoDecoder("video", video.width(), video.height(), video.channels());
            sound = new SoundAssembler(audio.sampleRate(), audio.samples());
            pictures =
                    new PictureAssembler(
                            video.frames(), video.rawBytes() / Math.max(1, video.frames()));
        }

        void take(PlayedRecord played) throws Exception {
            RecordPosition position = new RecordPosition("recorded", 0, records++);
            if (played.record() instanceof AudioChunk chunk) {
                keep(chunks, audioDecoder.decode(chunk, position));
            } else if (played.record() instanceof VideoFrame frame) {
                keep(frames, videoDecoder.decode(frame, position));
            } else if (played.record() instanceof Label label) {
                example(label);
            }
        }

        private static void keep(List<MediaSample> samples, MediaSample sample) {
            samples.removeIf(old -> old.endMillis() < sample.startMillis() - KEPT_MILLIS);
            samples.add(sample);
        }

        private void example(Label label) {
            WindowId window = new WindowId(label.getStartMillis(), label.getEndMillis());
            List<MediaSample> heard = inside(chunks, window);
            List<MediaSample> seen = inside(frames, window);
            List<byte[]> media = new ArrayList<>();
            media.add(heard.isEmpty() ? null : sound.assemble(window, heard));
            media.add(seen.isEmpty() ? null : pictures.assemble(window, seen));
            List<MiniBatch.Example> split = label.getUse() == LabelUse.TRAIN ? train : test;
            split.add(
                    new MiniBatch.Example(
                            media, classes.indexOf(label.getLabel()), split.size(), false));
        }

        private static List<MediaSample> inside(List<MediaSample> samples, WindowId window) {
            return samples.stream()
                    .filter(s -> window.overlapMillis(s.startMillis(), s.endMillis()) > 0)
                    .toList();
        }
    }
}
