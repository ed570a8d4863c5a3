/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.media.MediaException;
import io.ambidex.connectors.media.degradation.Babble;
import io.ambidex.connectors.media.degradation.Effect;
import io.ambidex.connectors.media.degradation.FileVoices;
import io.ambidex.connectors.media.file.PictureCrop;
import io.ambidex.connectors.media.manifest.ManifestException;
import io.ambidex.connectors.media.manifest.MediaManifest;
import io.ambidex.connectors.media.player.ClipTimes;
import io.ambidex.connectors.media.player.FileProblem;
import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.connectors.media.player.Playlist;
import io.ambidex.connectors.media.player.PlaylistOptions;
import io.ambidex.flink.cli.CommandException;
import io.ambidex.flink.options.LabelOptions;
import io.ambidex.flink.options.ModalityOptions;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.flink.options.WindowOptions;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/** Media files with a manifest; every labelled interval is a clip. */
final class MediaInput implements DemoInput {
    private static final int FRAMES = 8;
    private static final int PICTURE_SIZE = 48;
    private static final int SAMPLE_RATE = PlaylistOptions.DEFAULT.sampleRate();
    private static final double BABBLE_DECIBELS = 5;

    /**
     * Speech takes gentler steps than the scenes of the simulator: with theirs, 1,100 words of the
     * GRID corpus were not enough to learn any; with these, three of four are right by then.
     */
    private static final int BATCH_SIZE = 16;

    private static final double LEARNING_RATE = 0.02;

    private final DemoOptions.Media media;
    private final Playlist playlist;

    /**
     * Reads the manifest and measures the files.
     *
     * @param clips the most clips of one pass; 0 for all
     * @throws CommandException when folder, manifest or crop cannot be used
     */
    MediaInput(DemoOptions.Media media, int clips, int streams) {
        this.media = media;
        if (!Files.isDirectory(media.folder())) {
            throw CommandException.usage("no such folder: " + media.folder());
        }
        try {
            PictureCrop crop = media.crop() == null ? null : PictureCrop.parse(media.crop());
            MediaManifest manifest = MediaManifest.read(media.folder(), media.label());
            // Twice the size that the network takes: what is published is not yet the model's.
            int published = 2 * PICTURE_SIZE;
            playlist =
                    Playlist.plan(
                            clips == 0 ? manifest : manifest.limit(clips),
                            PlaylistOptions.DEFAULT
                                    .withStreams(streams)
                                    .withRepeat(media.repeat())
                                    .withPictures(crop, published, published, 0));
        } catch (ManifestException | MediaException | IllegalArgumentException e) {
            throw CommandException.usage(e.getMessage());
        }
        if (playlist.classes().size() < 2) {
            throw CommandException.usage(
                    "two classes or more are needed, but column "
                            + media.label()
                            + " has "
                            + playlist.classes());
        }
    }

    @Override
    public String name() {
        return media.folder().toString();
    }

    @Override
    public List<String> classes() {
        return playlist.classes();
    }

    @Override
    public long clips() {
        return playlist.labels() * media.repeat();
    }

    @Override
    public ClipTimes times() {
        return playlist;
    }

    @Override
    public Effect noise() {
        return new Effect(Effect.Kind.BABBLE, BABBLE_DECIBELS);
    }

    @Override
    public Babble babble(long seed) {
        try {
            return FileVoices.babble(playlist.files(), SAMPLE_RATE, seed);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(media.folder() + ": " + e.getMessage());
        }
    }

    @Override
    public Duration eventTime() {
        return Duration.ofMillis(
                playlist.passStartMillis(media.repeat()) - playlist.passStartMillis(0));
    }

    @Override
    public void describeTo(Configuration job) {
        job.set(LabelOptions.CLASSES, classes());
        job.set(WindowOptions.WINDOW, WindowOptions.Kind.LABEL);
        job.set(WindowOptions.SIZE, Duration.ofMillis(playlist.longestLabelMillis()));
        job.set(TrainingOptions.BATCH_SIZE, BATCH_SIZE);
        job.set(TrainingOptions.LEARNING_RATE, LEARNING_RATE);
        ModalityOptions.Of video = ModalityOptions.of("video");
        job.set(video.frames(), FRAMES);
        job.set(video.width(), PICTURE_SIZE);
        job.set(video.height(), PICTURE_SIZE);
    }

    @Override
    public List<PlayedStream> streams() {
        return playlist.streams();
    }

    @Override
    public List<String> problems() {
        return playlist.problems().stream().map(FileProblem::toString).toList();
    }
}
