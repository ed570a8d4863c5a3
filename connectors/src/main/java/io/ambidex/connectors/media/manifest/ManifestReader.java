/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.manifest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads and checks one {@code manifest.csv}. */
final class ManifestReader {
    private static final String FILE = "file";
    private static final String PICTURE = "picture";
    private static final String SPLIT = "split";
    private static final String ORDER = "order";
    private static final String START = "start_ms";
    private static final String END = "end_ms";
    private static final String LABEL = "label";
    private static final Set<String> RESERVED = Set.of(FILE, PICTURE, SPLIT, ORDER, START, END);
    private static final String TEST = "test";
    private static final CsvFactory CSV =
            CsvFactory.builder()
                    .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                    .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                    .enable(CsvParser.Feature.TRIM_SPACES)
                    .build();

    private final Path folder;
    private final Path manifest;
    private final String wantedLabel;
    private final Map<String, Integer> columns = new HashMap<>();
    private final Map<String, Building> files = new LinkedHashMap<>();
    private String labelColumn;

    ManifestReader(Path folder, String wantedLabel) {
        this.folder = folder;
        this.manifest = folder.resolve("manifest.csv");
        this.wantedLabel = wantedLabel;
    }

    MediaManifest read() throws ManifestException {
        if (!Files.isRegularFile(manifest)) {
            throw new ManifestException(manifest, "the file does not exist");
        }
        try (Reader reader = Files.newBufferedReader(manifest);
                JsonParser parser = CSV.createParser(reader)) {
            List<String> row = new ArrayList<>();
            int line = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    if (row.isEmpty()) {
                        line = parser.currentTokenLocation().getLineNr();
                    }
                    row.add(parser.getText());
                } else if (token == JsonToken.END_ARRAY && !row.isEmpty()) {
                    accept(row.toArray(String[]::new), line);
                    row.clear();
                }
            }
        } catch (JsonProcessingException e) {
            throw new ManifestException(
                    manifest,
                    "line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ManifestException(manifest, "cannot be read: " + e.getMessage());
        }
        if (files.isEmpty()) {
            throw new ManifestException(manifest, "at least one row is needed, but there is none");
        }
        return new MediaManifest(manifest, labelColumn, entries());
    }

    private void accept(String[] row, int line) throws ManifestException {
        if (columns.isEmpty()) {
            readHeader(row);
        } else {
            readRow(row, line);
        }
    }

    private List<ManifestEntry> entries() {
        return files.values().stream()
                .sorted(Comparator.comparingLong(Building::order).thenComparing(Building::line))
                .map(b -> new ManifestEntry(b.name, b.file, b.picture, List.copyOf(b.spans)))
                .toList();
    }

    private void readHeader(String[] names) throws ManifestException {
        for (int i = 0; i < names.length; i++) {
            String name = names[i].replace("\uFEFF", "");
            if (columns.put(name, i) != null) {
                throw new ManifestException(manifest, 1, name, "the column is there twice");
            }
        }
        if (!columns.containsKey(FILE)) {
            throw new ManifestException(
                    manifest, "the column file is needed, there are " + String.join(", ", names));
        }
        if (columns.containsKey(START) != columns.containsKey(END)) {
            throw new ManifestException(
                    manifest, "start_ms and end_ms are needed both, or none of them");
        }
        labelColumn = chooseLabel();
    }

    private String chooseLabel() throws ManifestException {
        List<String> candidates =
                columns.keySet().stream().filter(c -> !RESERVED.contains(c)).sorted().toList();
        String among = "; there are " + String.join(", ", candidates);
        if (wantedLabel != null) {
            if (!candidates.contains(wantedLabel)) {
                throw new ManifestException(
                        manifest, "there is no label column '" + wantedLabel + "'" + among);
            }
            return wantedLabel;
        }
        if (candidates.contains(LABEL)) {
            return LABEL;
        }
        if (candidates.size() != 1) {
            throw new ManifestException(manifest, "a label column must be named" + among);
        }
        return candidates.get(0);
    }

    private void readRow(String[] row, int line) throws ManifestException {
        if (row.length != columns.size()) {
            throw new ManifestException(
                    manifest,
                    "line "
                            + line
                            + " has "
                            + row.length
                            + " cells, the header has "
                            + columns.size());
        }
        String name = row[columns.get(FILE)];
        String picture = columns.containsKey(PICTURE) ? row[columns.get(PICTURE)] : "";
        Building building = files.get(name + '\n' + picture);
        if (building == null) {
            Path shown = picture.isEmpty() ? null : resolve(picture, PICTURE, line);
            building = new Building(name, resolve(name, FILE, line), shown, line);
            files.put(name + '\n' + picture, building);
        }
        Long order = number(row, ORDER, line);
        building.order = Math.min(building.order, order == null ? Long.MAX_VALUE : order);
        Long start = number(row, START, line);
        Long end = number(row, END, line);
        checkInterval(start, end, line);
        String label = row[columns.get(labelColumn)];
        if (!label.isEmpty()) {
            boolean evaluate =
                    columns.containsKey(SPLIT) && TEST.equalsIgnoreCase(row[columns.get(SPLIT)]);
            building.spans.add(new LabelledSpan(label, start, end, evaluate, line));
        }
    }

    private Path resolve(String name, String column, int line) throws ManifestException {
        try {
            Path file = folder.resolve(name).normalize();
            if (name.isEmpty() || !file.startsWith(folder.normalize())) {
                throw new ManifestException(
                        manifest, line, column, "'" + name + "' is no file inside " + folder);
            }
            if (!Files.isRegularFile(file)) {
                throw new ManifestException(
                        manifest, line, column, "'" + name + "' does not exist");
            }
            return file;
        } catch (InvalidPathException e) {
            throw new ManifestException(manifest, line, column, "'" + name + "' is no path");
        }
    }

    private Long number(String[] row, String column, int line) throws ManifestException {
        Integer index = columns.get(column);
        if (index == null || row[index].isEmpty()) {
            return null;
        }
        try {
            return Long.valueOf(row[index]);
        } catch (NumberFormatException e) {
            throw new ManifestException(
                    manifest, line, column, "'" + row[index] + "' is not a whole number");
        }
    }

    private void checkInterval(Long start, Long end, int line) throws ManifestException {
        if ((start == null) != (end == null)) {
            throw new ManifestException(
                    manifest,
                    line,
                    start == null ? START : END,
                    "start_ms and end_ms are needed both, or none of them");
        }
        if (start != null && start < 0) {
            throw new ManifestException(
                    manifest, line, START, "must be at least 0, but is " + start);
        }
        if (start != null && end <= start) {
            throw new ManifestException(
                    manifest,
                    line,
                    END,
                    "must be larger than start_ms " + start + ", but is " + end);
        }
    }

    /** A file whose rows are still being read. */
    private static final class Building {
        private final String name;
        private final Path file;
        private final Path picture;
        private final int line;
        private final List<LabelledSpan> spans = new ArrayList<>();
        private long order = Long.MAX_VALUE;

        Building(String name, Path file, Path picture, int line) {
            this.name = name;
            this.file = file;
            this.picture = picture;
            this.line = line;
        }

        long order() {
            return order;
        }

        int line() {
            return line;
        }
    }
}
