/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.schema.Prediction;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The streams that clips came from; those that were silent longest are forgotten first. */
final class StreamsHistory {
    private static final int MAX_STREAMS = 1_000;
    private static final int SHOWN = 50;
    private static final int MAX_MODALITIES = 16;

    /** In the order of their last clips. */
    private final Map<String, StreamHistory> streams = new LinkedHashMap<>(64, 0.75f, true);

    private final Set<String> modalities = new TreeSet<>();
    private long forgotten;

    void add(Prediction prediction, long atMillis) {
        addModalities(prediction.getModalityProbabilities().keySet());
        addModalities(prediction.getMissingModalities());
        streams.computeIfAbsent(prediction.getStreamId(), StreamHistory::new)
                .add(prediction, modalities, atMillis);
        if (streams.size() > MAX_STREAMS) {
            streams.remove(streams.keySet().iterator().next());
            forgotten++;
        }
    }

    /** Takes the learner scores of the streams that are known. */
    void add(MonitorRecord monitor, long atMillis) {
        monitor.getStreams()
                .forEach(
                        (id, score) -> {
                            StreamHistory stream = streams.get(id);
                            if (stream != null) {
                                stream.add(monitor.getLearner(), score, atMillis);
                            }
                        });
    }

    private void addModalities(Iterable<String> names) {
        for (String name : names) {
            if (modalities.size() < MAX_MODALITIES) {
                modalities.add(name);
            }
        }
    }

    Set<String> modalities() {
        return Set.copyOf(modalities);
    }

    View view() {
        List<StreamHistory.StreamView> worst =
                streams.values().stream()
                        .sorted(
                                Comparator.comparingDouble(StreamHistory::badness)
                                        .thenComparingDouble(StreamHistory::absoluteSkew)
                                        .reversed())
                        .limit(SHOWN)
                        .map(StreamHistory::view)
                        .toList();
        return new View(List.copyOf(modalities), streams.size(), forgotten, worst);
    }

    /** Of one stream; null when it is not known (any more). */
    StreamHistory.Detail detail(String id) {
        StreamHistory stream = streams.get(id);
        return stream == null ? null : stream.detail();
    }

    /**
     * @param modalities names of all modalities
     * @param known how many streams are known
     * @param forgotten how many were forgotten, being silent longest
     * @param worst the worst of them, worst first
     */
    record View(
            List<String> modalities,
            int known,
            long forgotten,
            List<StreamHistory.StreamView> worst) {}
}
