/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.drift;

import io.ambidex.model.learning.StepReport;
import io.ambidex.model.monitoring.drift.DriftSignal;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Watches the learner scores of every step for drift: of all streams together and, up to a number
 * of stream ids, of each alone. The stream id whose last example is the oldest gives way to a new
 * one. A function of the learner scores, never of serving scores, which another run may not repeat.
 */
public final class DriftWatch {

    private final DriftSettings settings;
    private final List<String> modalities;
    private final Map<String, WatchedScores> streams = new LinkedHashMap<>(16, 0.75f, true);
    private WatchedScores together;

    /**
     * @param modalities names in the network's order
     */
    public DriftWatch(DriftSettings settings, List<String> modalities) {
        this.settings = settings;
        this.modalities = List.copyOf(modalities);
        this.together = watch(null);
    }

    private WatchedScores watch(String streamId) {
        return new WatchedScores(settings, modalities, streamId);
    }

    /**
     * Takes what a step told.
     *
     * @param streamIds of the fresh examples, in their order
     * @return the drifts that were found, those of all streams together first
     */
    public List<DriftSignal> after(StepReport report, List<String> streamIds) {
        List<DriftSignal> found = new ArrayList<>();
        if (settings.signals().isEmpty() || report.step() <= settings.warmUpSteps()) {
            return found;
        }
        List<Integer> all = IntStream.range(0, streamIds.size()).boxed().toList();
        together.add(report, all, found::add);
        if (settings.maxStreams() > 0) {
            Map<String, List<Integer>> rows = new LinkedHashMap<>();
            for (int row : all) {
                rows.computeIfAbsent(streamIds.get(row), id -> new ArrayList<>()).add(row);
            }
            rows.forEach((id, own) -> stream(id).add(report, own, found::add));
        }
        return found;
    }

    private WatchedScores stream(String id) {
        WatchedScores known = streams.get(id);
        if (known != null) {
            return known;
        }
        if (streams.size() >= settings.maxStreams()) {
            forgetOldest();
        }
        WatchedScores fresh = watch(id);
        streams.put(id, fresh);
        return fresh;
    }

    private void forgetOldest() {
        Iterator<String> oldest = streams.keySet().iterator();
        oldest.next();
        oldest.remove();
    }

    /** Stream ids that are watched one by one. */
    public int watchedStreams() {
        return streams.size();
    }

    /** Writes everything that later answers depend on. */
    public void write(DataOutputStream out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream state = new DataOutputStream(bytes);
        together.write(state);
        state.writeInt(streams.size());
        for (Map.Entry<String, WatchedScores> stream : streams.entrySet()) {
            byte[] id = stream.getKey().getBytes(StandardCharsets.UTF_8);
            state.writeInt(id.length);
            state.write(id);
            stream.getValue().write(state);
        }
        out.writeUTF(watched());
        out.writeInt(bytes.size());
        bytes.writeTo(out);
    }

    /**
     * Takes over what {@link #write} wrote, whatever the thresholds were. When other signals were
     * watched, or by other detectors, it begins anew instead; of too many stream ids the last ones
     * are kept.
     */
    public void read(DataInputStream in) throws IOException {
        streams.clear();
        together = watch(null);
        boolean same = in.readUTF().equals(watched());
        int length = in.readInt();
        if (!same) {
            in.skipNBytes(length);
            return;
        }
        together.read(in);
        for (int left = in.readInt(); left > 0; left--) {
            String id = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            WatchedScores scores = watch(id);
            scores.read(in);
            streams.put(id, scores);
        }
        while (streams.size() > settings.maxStreams()) {
            forgetOldest();
        }
    }

    /** What the layout of the state depends on. */
    private String watched() {
        return settings.signals()
                + " of "
                + modalities
                + " and of streams, by "
                + settings.detectors().kinds();
    }
}
