/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.manifest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The media files of a folder with their labels, in the order in which they are played.
 *
 * <p>Columns of {@code manifest.csv}; the first line names them, in any order:
 *
 * <ul>
 *   <li>{@code file}: path of the media file, relative to the folder;
 *   <li>any others: label columns, of which one is chosen; an empty cell means no label;
 *   <li>{@code picture} (optional): path of a picture that is shown as long as the file, which is
 *       sound only, lasts; rows with the same file and another picture are another piece of media;
 *   <li>{@code split} (optional): rows with {@code test} are scored and never trained on;
 *   <li>{@code order} (optional): whole number; files are played by their smallest, then by line;
 *   <li>{@code start_ms}, {@code end_ms} (optional, both or none): the interval that the label
 *       covers, {@code [start, end)}; without them it covers the whole file. A file may have
 *       several rows.
 * </ul>
 *
 * @param manifest the CSV file
 * @param labelColumn the chosen label column
 * @param entries the files in the order of play
 */
public record MediaManifest(Path manifest, String labelColumn, List<ManifestEntry> entries) {

    public MediaManifest {
        entries = List.copyOf(entries);
    }

    /**
     * Reads {@code manifest.csv} of a folder.
     *
     * @param folder the folder
     * @param labelColumn the column with the labels; null for {@code label}, or the only label
     *     column
     * @throws ManifestException when it cannot be used, with file, line and column
     */
    public static MediaManifest read(Path folder, String labelColumn) throws ManifestException {
        return new ManifestReader(folder, labelColumn).read();
    }

    /** Names of the classes, sorted. */
    public List<String> classes() {
        return entries.stream()
                .flatMap(entry -> entry.spans().stream())
                .map(LabelledSpan::label)
                .distinct()
                .sorted()
                .toList();
    }

    /** Number of examples. */
    public long examples() {
        return entries.stream().mapToLong(entry -> entry.spans().size()).sum();
    }

    /**
     * The first examples in the order of play, and the files that have them.
     *
     * @param examples how many at most, 1 or more
     */
    public MediaManifest limit(long examples) {
        if (examples < 1) {
            throw new IllegalArgumentException("at least 1 example is needed, but got " + examples);
        }
        List<ManifestEntry> kept = new ArrayList<>();
        long left = examples;
        for (ManifestEntry entry : entries) {
            if (left == 0) {
                break;
            }
            List<LabelledSpan> spans =
                    entry.spans().subList(0, (int) Math.min(left, entry.spans().size()));
            kept.add(new ManifestEntry(entry.name(), entry.file(), entry.picture(), spans));
            left -= spans.size();
        }
        return new MediaManifest(manifest, labelColumn, kept);
    }
}
