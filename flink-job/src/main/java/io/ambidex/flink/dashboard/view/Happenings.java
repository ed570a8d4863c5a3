/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.DeadLetter;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.flink.monitoring.Alerts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The last dead letters and alerts, how many there were, and the ledger's counters. */
final class Happenings {
    private static final int SHOWN = 30;
    private static final int MAX_TEXT = 500;
    private static final int MAX_KINDS = 64;

    private final Deque<DeadLetterView> letters = new ArrayDeque<>();
    private final Deque<AlertView> alerts = new ArrayDeque<>();
    private final Map<String, Long> lettersByStage = new TreeMap<>();
    private final Map<String, Long> alertsByKind = new TreeMap<>();
    private LedgerEntry ledger;

    void add(DeadLetter letter, long atMillis) {
        count(lettersByStage, letter.getStage());
        letters.addFirst(
                new DeadLetterView(
                        letter.getStage(),
                        shortened(letter.getReason()),
                        letter.getTopic(),
                        letter.getPartition(),
                        letter.getOffset(),
                        text(letter.getKey()),
                        atMillis));
        if (letters.size() > SHOWN) {
            letters.removeLast();
        }
    }

    void add(Alert alert, long atMillis) {
        count(alertsByKind, alert.getKind());
        alerts.addFirst(
                new AlertView(
                        alert.getKind(),
                        alert.getSeverity(),
                        shortened(alert.getMessage()),
                        new TreeMap<>(alert.getAttributes()),
                        atMillis));
        if (alerts.size() > SHOWN) {
            alerts.removeLast();
        }
    }

    void add(LedgerEntry entry) {
        if (ledger == null || entry.getAdmitted() >= ledger.getAdmitted()) {
            ledger = entry;
        }
    }

    /** What the job said to a command; null when it has not, or long ago. */
    CommandAnswer answerTo(String commandId) {
        for (AlertView alert : alerts) {
            boolean applied = alert.kind().equals(Alerts.CONTROL_APPLIED);
            if (commandId.equals(alert.attributes().get(Alerts.COMMAND))
                    && (applied || alert.kind().equals(Alerts.CONTROL_REFUSED))) {
                return new CommandAnswer(applied, alert.message());
            }
        }
        return null;
    }

    View view() {
        return new View(
                Map.copyOf(lettersByStage),
                List.copyOf(letters),
                Map.copyOf(alertsByKind),
                List.copyOf(alerts),
                counters());
    }

    private Map<String, Long> counters() {
        Map<String, Long> counters = new TreeMap<>();
        if (ledger != null) {
            counters.put("admitted", ledger.getAdmitted());
            counters.put("ambiguous", ledger.getAmbiguous());
            counters.put("evaluationOnly", ledger.getEvaluationOnly());
            counters.put("expired", ledger.getExpired());
            counters.put("heldOut", ledger.getHeldOut());
            counters.put("nonRepeatableDecisions", ledger.getNonRepeatableDecisions());
            counters.put("pending", ledger.getPending());
            counters.put("replayed", ledger.getReplayed());
            counters.put("skippedSteps", ledger.getSkippedSteps());
        }
        return counters;
    }

    private static void count(Map<String, Long> counts, String kind) {
        if (counts.containsKey(kind) || counts.size() < MAX_KINDS) {
            counts.merge(kind, 1L, Long::sum);
        }
    }

    private static String text(ByteBuffer key) {
        return key == null
                ? null
                : shortened(StandardCharsets.UTF_8.decode(key.duplicate()).toString());
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }

    /**
     * @param deadLetters how many, by stage
     * @param lastDeadLetters the last ones, newest first; never their content
     * @param alerts how many, by kind
     * @param lastAlerts the last ones, newest first
     * @param ledger counters of the newest ledger entry; empty before the first
     */
    record View(
            Map<String, Long> deadLetters,
            List<DeadLetterView> lastDeadLetters,
            Map<String, Long> alerts,
            List<AlertView> lastAlerts,
            Map<String, Long> ledger) {}

    /** Where an input came from and why it was refused. */
    record DeadLetterView(
            String stage,
            String reason,
            String topic,
            int partition,
            long offset,
            String key,
            long atMillis) {}

    /** What a person should know. */
    record AlertView(
            String kind,
            String severity,
            String message,
            Map<String, String> attributes,
            long atMillis) {}
}
