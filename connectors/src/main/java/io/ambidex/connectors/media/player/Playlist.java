/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import io.ambidex.connectors.media.MediaException;
import io.ambidex.connectors.media.file.MediaExtent;
import io.ambidex.connectors.media.file.PictureCrop;
import io.ambidex.connectors.media.manifest.LabelledSpan;
import io.ambidex.connectors.media.manifest.ManifestEntry;
import io.ambidex.connectors.media.manifest.MediaManifest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The files of a manifest laid out on the time axes of their streams.
 *
 * <p>Each file's real length is measured first, so that event times, and the borders between
 * passes, are known before anything is played. All streams begin a pass at the same event time.
 *
 * <pre>{@code
 * MediaManifest manifest = MediaManifest.read(folder, "command");
 * Playlist playlist = Playlist.plan(manifest, PlaylistOptions.DEFAULT.withStreams(2));
 * player.play(playlist.streams());
 * }</pre>
 */
public final class Playlist implements ClipTimes {
    /** No single file takes more of the time axis, whatever its time stamps say. */
    private static final Duration MAX_LENGTH = Duration.ofHours(12);

    private static final Duration MEASURE_LIMIT = Duration.ofSeconds(30);
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final int PREFETCHED_RECORDS = 512;

    private final PlaylistOptions options;
    private final List<String> classes;
    private final List<List<PlaylistItem>> items;
    private final long passMillis;
    private final long leftOut;
    private final List<FileProblem> problems = Collections.synchronizedList(new ArrayList<>());

    private Playlist(MediaManifest manifest, PlaylistOptions options) {
        this.options = options;
        this.classes = manifest.classes();
        this.items = new ArrayList<>();
        for (int i = 0; i < options.streams(); i++) {
            items.add(new ArrayList<>());
        }
        this.passMillis = layOut(manifest);
        this.leftOut = problems.size();
    }

    /**
     * Measures all files and lays them out. A file that cannot be read is left out, see {@link
     * #problems}.
     *
     * @param manifest the files
     * @param options streams, passes, pictures
     * @throws MediaException when no file at all can be played, with the first reason
     */
    public static Playlist plan(MediaManifest manifest, PlaylistOptions options)
            throws MediaException {
        Playlist playlist = new Playlist(manifest, options);
        if (playlist.items.stream().allMatch(List::isEmpty)) {
            throw new MediaException(
                    "none of the "
                            + manifest.entries().size()
                            + " files of "
                            + manifest.manifest()
                            + " can be played; first reason: "
                            + playlist.problems.get(0));
        }
        return playlist;
    }

    private long layOut(MediaManifest manifest) {
        long align = options.layout().align().toMillis();
        long[] cursor = new long[options.streams()];
        int dealt = 0;
        for (ManifestEntry entry : manifest.entries()) {
            long length;
            try {
                length = measure(entry);
            } catch (MediaException e) {
                problems.add(new FileProblem(entry.name(), false, e.getMessage()));
                continue;
            }
            int stream = dealt++ % options.streams();
            items.get(stream).add(new PlaylistItem(entry, cursor[stream], length));
            cursor[stream] =
                    roundUp(cursor[stream] + length + options.layout().gap().toMillis(), align);
        }
        long longest = 0;
        for (long end : cursor) {
            longest = Math.max(longest, end);
        }
        // The last label of a pass is known before the next pass begins, at a whole second.
        long step = align * ((MILLIS_PER_SECOND + align - 1) / align);
        return roundUp(longest + options.layout().labelDelay().toMillis() + 1, step);
    }

    private long measure(ManifestEntry entry) throws MediaException {
        MediaExtent extent = MediaExtent.measure(entry.file(), MEASURE_LIMIT);
        PictureCrop crop = options.pictures().crop();
        if (crop != null && extent.description().video() != null) {
            crop.checkInside(
                    extent.description().video().width(), extent.description().video().height());
        }
        long length = (extent.lengthMicros() + 999) / 1000;
        if (length < 1 || length > MAX_LENGTH.toMillis()) {
            throw new MediaException(
                    "its packets span "
                            + length
                            + " ms, 1 to "
                            + MAX_LENGTH.toMillis()
                            + " are played");
        }
        for (LabelledSpan span : entry.spans()) {
            if (span.startMillis() != null && span.startMillis() >= length) {
                throw new MediaException(
                        "the label of line "
                                + span.line()
                                + " begins at "
                                + span.startMillis()
                                + " ms, the file ends at "
                                + length
                                + " ms");
            }
        }
        return length;
    }

    private static long roundUp(long value, long step) {
        return (value + step - 1) / step * step;
    }

    /** Names of the classes, sorted. */
    public List<String> classes() {
        return classes;
    }

    /** Number of passes. */
    public int passes() {
        return options.repeat();
    }

    /**
     * Event time at which a pass begins: every record of an earlier pass, its labels included, has
     * a smaller event time. With {@code pass} = {@link #passes}, the end of the last one.
     *
     * @param pass from 0
     */
    public long passStartMillis(int pass) {
        return options.layout().startMillis() + pass * passMillis;
    }

    @Override
    public long startMillis() {
        return passStartMillis(0);
    }

    /** A clip is the interval of a label. */
    @Override
    public long startOfClipMillis(long clip) {
        long[] starts =
                items.stream()
                        .flatMap(List::stream)
                        .flatMap(
                                item ->
                                        item.entry().spans().stream()
                                                .map(s -> item.offsetMillis() + startOf(s)))
                        .mapToLong(offset -> offset)
                        .sorted()
                        .toArray();
        boolean over = starts.length == 0 || clip / starts.length >= options.repeat();
        return over
                ? passStartMillis(options.repeat())
                : passStartMillis((int) (clip / starts.length))
                        + starts[(int) (clip % starts.length)];
    }

    /** The files that are played, in the order of their streams. */
    public List<Path> files() {
        return items.stream().flatMap(List::stream).map(item -> item.entry().file()).toList();
    }

    /** Length of the longest interval that a label covers, in milliseconds. */
    public long longestLabelMillis() {
        return items.stream()
                .flatMap(List::stream)
                .flatMap(item -> item.entry().spans().stream().map(s -> lengthOf(s, item)))
                .max(Long::compare)
                .orElse(0L);
    }

    private static long lengthOf(LabelledSpan span, PlaylistItem item) {
        long end = span.endMillis() == null ? item.lengthMillis() : span.endMillis();
        return end - startOf(span);
    }

    private static long startOf(LabelledSpan span) {
        return span.startMillis() == null ? 0 : span.startMillis();
    }

    /** Number of labels in one pass. */
    public long labels() {
        return items.stream()
                .flatMap(List::stream)
                .mapToLong(item -> item.entry().spans().size())
                .sum();
    }

    /** Files left out or played in part, as far as is known by now. */
    public List<FileProblem> problems() {
        synchronized (problems) {
            return List.copyOf(problems);
        }
    }

    /**
     * New streams, each from its first file; they decode ahead in threads of their own, so close
     * them. Every call gives the same records.
     */
    public List<PlayedStream> streams() {
        List<PlayedStream> streams = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (!items.get(i).isEmpty()) {
                streams.add(
                        new PrefetchingStream(
                                new FileStream(
                                        options.streamPrefix() + i,
                                        List.copyOf(items.get(i)),
                                        options,
                                        passMillis,
                                        streams.isEmpty() ? leftOut : 0,
                                        problems::add),
                                PREFETCHED_RECORDS));
            }
        }
        return streams;
    }
}
