/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.flink.monitoring.CountUpdate;
import io.ambidex.flink.monitoring.Counts;
import io.ambidex.flink.training.UsedBatch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What readers of the output topics have seen in the end, and what happened on the way. */
final class Outcome {

    /** The output topics. */
    enum Topic {
        CLIPS,
        COUNTS,
        BATCHES,
        LEDGER,
        MODEL_UPDATES,
        MONITORS,
        ALERTS
    }

    private final Map<Topic, List<Object>> topics = new EnumMap<>(Topic.class);

    int checkpoints;
    int failures;
    int rescalings;

    /** Keyed state and timers that were left at the end. */
    int leftovers;

    /** The records of a topic, to be added to. */
    List<Object> topic(Topic topic) {
        return topics.computeIfAbsent(topic, t -> new ArrayList<>());
    }

    private <T> List<T> read(Topic topic, Class<T> type) {
        return topic(topic).stream().map(type::cast).toList();
    }

    List<Clip> clips() {
        return read(Topic.CLIPS, Clip.class);
    }

    List<UsedBatch> batches() {
        return read(Topic.BATCHES, UsedBatch.class).stream().filter(UsedBatch::trained).toList();
    }

    List<LedgerEntry> ledger() {
        return read(Topic.LEDGER, LedgerEntry.class);
    }

    <T> List<T> records(Topic topic, Class<T> type) {
        return read(topic, type);
    }

    /** Every counter of pairing and labeling. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        for (CountUpdate update : read(Topic.COUNTS, CountUpdate.class)) {
            counts.merge(update.name(), update.delta(), Long::sum);
        }
        return counts;
    }

    long count(String name) {
        return counts().getOrDefault(name, 0L);
    }

    LedgerEntry lastEntry() {
        List<LedgerEntry> ledger = ledger();
        return ledger.get(ledger.size() - 1);
    }

    /** Decisions of any stage that another run need not repeat. */
    long nonRepeatable() {
        return Math.max(
                count(Counts.NON_REPEATABLE_DECISIONS), lastEntry().getNonRepeatableDecisions());
    }
}
