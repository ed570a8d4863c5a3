/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.connectors.media.MediaException;
import io.ambidex.connectors.media.file.PictureCrop;
import io.ambidex.connectors.media.manifest.ManifestEntry;
import io.ambidex.connectors.media.manifest.ManifestException;
import io.ambidex.connectors.media.manifest.MediaManifest;
import io.ambidex.connectors.media.player.FileProblem;
import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.connectors.media.player.Playlist;
import io.ambidex.connectors.media.player.PlaylistOptions;
import io.ambidex.flink.cli.CommandException;
import io.ambidex.flink.options.LabelOptions;
import io.ambidex.flink.options.ModalityOptions;
import io.ambidex.flink.options.WindowOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/** Media files with a manifest; every labelled interval is an example. */
public final class MediaFolder implements RecordedInput {
    private static final long serialVersionUID = 1L;

    private final String folder;
    private final String label;
    private final String crop;
    private final int sampleRate;
    private final int width;
    private final int height;
    private transient Playlist playlist;

    /**
     * Reads the manifest and measures the files.
     *
     * @param folder folder with {@code manifest.csv}
     * @param label its column that names the class
     * @param crop {@code x,y,w,h} in pixels; null for the whole picture
     * @param job tells the sample rate and the size of the pictures
     * @throws CommandException when folder, manifest, crop or every file cannot be used
     */
    public MediaFolder(Path folder, String label, String crop, Configuration job) {
        this.folder = folder.toString();
        this.label = label;
        this.crop = crop;
        this.sampleRate = job.get(ModalityOptions.of("audio").sampleRate());
        this.width = job.get(ModalityOptions.of("video").width());
        this.height = job.get(ModalityOptions.of("video").height());
        if (!Files.isDirectory(folder)) {
            throw CommandException.usage("no such folder: " + folder);
        }
        if (playlist().classes().size() < 2) {
            throw CommandException.usage(
                    "two classes or more are needed, but column %s has %s"
                            .formatted(label, playlist().classes()));
        }
    }

    @Override
    public String name() {
        return Path.of(folder).getFileName() + ", " + label;
    }

    @Override
    public List<String> classes() {
        return playlist().classes();
    }

    @Override
    public long labels() {
        return playlist().labels();
    }

    /** Files that cannot be played, or not in full, as far as is known by now. */
    public List<String> problems() {
        return playlist().problems().stream().map(FileProblem::toString).toList();
    }

    @Override
    public String identity() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(label).append('\n').append(crop).append('\n');
        text.append(sampleRate).append(' ').append(width).append('x').append(height).append('\n');
        MediaManifest manifest = manifest();
        text.append(Files.readString(manifest.manifest())).append('\n');
        for (ManifestEntry entry : manifest.entries()) {
            text.append(entry.name()).append(' ').append(Files.size(entry.file())).append(' ');
            text.append(Files.getLastModifiedTime(entry.file()).toMillis()).append('\n');
        }
        return text.toString();
    }

    @Override
    public void describeTo(Configuration job) {
        job.set(LabelOptions.CLASSES, classes());
        job.set(WindowOptions.WINDOW, WindowOptions.Kind.LABEL);
        job.set(WindowOptions.SIZE, Duration.ofMillis(playlist().longestLabelMillis()));
    }

    @Override
    public PlayedStream play() {
        return playlist().streams().get(0);
    }

    private Playlist playlist() {
        if (playlist == null) {
            try {
                PictureCrop part = crop == null ? null : PictureCrop.parse(crop);
                playlist =
                        Playlist.plan(
                                manifest(),
                                PlaylistOptions.DEFAULT
                                        .withSampleRate(sampleRate)
                                        .withPictures(part, width, height, 0));
            } catch (MediaException | IllegalArgumentException e) {
                throw CommandException.usage(e.getMessage());
            }
        }
        return playlist;
    }

    private MediaManifest manifest() {
        try {
            return MediaManifest.read(Path.of(folder), label);
        } catch (ManifestException e) {
            throw CommandException.usage(e.getMessage());
        }
    }
}
