/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.check;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.ModalityMedia;
import io.ambidex.connectors.clip.SourcePositions;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.flink.labeling.LabelRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The clips that the rules ask for, found from the whole of the inputs at once: every window in
 * which a modality has a record that is not late. Clips without media.
 */
final class ExpectedClips {
    private static final byte[] NO_MEDIA = {};

    private final RecordedInputs inputs;
    private final CheckedOptions options;

    ExpectedClips(RecordedInputs inputs, CheckedOptions options) {
        this.inputs = inputs;
        this.options = options;
    }

    /** The clips of a stream id in the order of their windows. */
    List<Clip> of(String streamId, StreamInputs stream) {
        List<List<Piece>> pieces = stream.inTime(options.outOfOrdernessMillis());
        Map<WindowId, List<List<Piece>>> windows = new TreeMap<>();
        for (int m = 0; m < pieces.size(); m++) {
            TreeMap<Long, List<WindowId>> intervals = intervals(stream);
            for (Piece piece : pieces.get(m)) {
                for (WindowId window : sharing(piece, intervals)) {
                    windows.computeIfAbsent(window, w -> empty()).get(m).add(piece);
                }
            }
        }
        List<Clip> clips = new ArrayList<>();
        windows.forEach((window, parts) -> clips.add(clip(streamId, window, parts)));
        return clips;
    }

    private List<WindowId> sharing(Piece piece, TreeMap<Long, List<WindowId>> intervals) {
        List<WindowId> windows = new ArrayList<>();
        if (!options.labelWindows()) {
            long hop = options.hopMillis();
            long size = options.sizeMillis();
            long first = (Math.floorDiv(piece.startMillis() - size, hop) + 1) * hop;
            for (long start = first; start < piece.coveredEndMillis(); start += hop) {
                windows.add(new WindowId(start, start + size));
            }
            return windows;
        }
        intervals
                .subMap(
                        piece.startMillis() - options.horizonMillis(),
                        false,
                        piece.coveredEndMillis(),
                        false)
                .values()
                .forEach(
                        some ->
                                some.stream()
                                        .filter(w -> w.endMillis() > piece.startMillis())
                                        .forEach(windows::add));
        return windows;
    }

    /** With label windows, the intervals that become clips, by their start. */
    private TreeMap<Long, List<WindowId>> intervals(StreamInputs stream) {
        TreeMap<Long, List<WindowId>> byStart = new TreeMap<>();
        if (options.labelWindows()) {
            TreeSet<WindowId> kept = new TreeSet<>();
            for (LabelRecord label : stream.labels()) {
                WindowId interval = label.interval();
                if (interval.lengthMillis() <= options.horizonMillis()
                        && label.knownAtMillis() - interval.startMillis()
                                <= options.horizonMillis()) {
                    kept.add(interval);
                }
            }
            kept.forEach(
                    w -> byStart.computeIfAbsent(w.startMillis(), s -> new ArrayList<>()).add(w));
        }
        return byStart;
    }

    private List<List<Piece>> empty() {
        List<List<Piece>> parts = new ArrayList<>();
        for (int m = 0; m < inputs.modalities().size(); m++) {
            parts.add(new ArrayList<>());
        }
        return parts;
    }

    private Clip clip(String streamId, WindowId window, List<List<Piece>> parts) {
        List<ModalityMedia> media = new ArrayList<>();
        for (int m = 0; m < parts.size(); m++) {
            String name = inputs.modalities().get(m);
            List<Piece> pieces = parts.get(m);
            media.add(
                    pieces.isEmpty()
                            ? ModalityMedia.missing(name)
                            : new ModalityMedia(
                                    name,
                                    NO_MEDIA,
                                    0,
                                    0,
                                    new SourcePositions(
                                            inputs.topic(m),
                                            pieces.get(0).partition(),
                                            pieces.stream().mapToLong(Piece::offset).toArray())));
        }
        return new Clip(streamId, window, media, null, false);
    }
}
