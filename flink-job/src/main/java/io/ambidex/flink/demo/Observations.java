/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.DeadLetter;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.schema.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** Everything that came out of the output topics so far. Thread-safe. */
final class Observations {
    private static final int KEPT_MESSAGES = 5;
    private static final String SHADOW = "shadow";

    private final PredictionTally predictions;
    private final MonitorTally monitors = new MonitorTally();
    private final MonitorTally shadow = new MonitorTally();
    private final LedgerTally ledger = new LedgerTally();
    private final VersionTally versions = new VersionTally();
    private final List<String> deadLetterReasons = new ArrayList<>();
    private final List<String> alertMessages = new ArrayList<>();
    private long deadLetters;
    private long unreadable;
    private long changes;

    /**
     * @param classes names of the classes in the order of the probabilities
     */
    Observations(List<String> classes) {
        predictions = new PredictionTally(classes);
    }

    /** Takes in one record of an output topic. */
    synchronized void add(SpecificRecord record) {
        changes++;
        if (record instanceof Prediction prediction) {
            predictions.add(prediction);
        } else if (record instanceof MonitorRecord monitor) {
            (monitor.getLearner().equals(SHADOW) ? shadow : monitors).add(monitor);
        } else if (record instanceof LedgerEntry entry) {
            ledger.add(entry);
        } else if (record instanceof ModelUpdate update) {
            versions.add(update);
        } else if (record instanceof DeadLetter letter) {
            deadLetters++;
            keep(deadLetterReasons, letter.getStage() + ": " + letter.getReason());
        } else if (record instanceof Alert alert) {
            keep(alertMessages, alert.getSeverity() + ": " + alert.getMessage());
        }
    }

    /** Counts a record of an output topic that could not be decoded. */
    synchronized void addUnreadable() {
        unreadable++;
    }

    /** A number that rises with every record: tells whether anything still comes. */
    synchronized long changes() {
        return changes;
    }

    /** Looks at everything at one moment. */
    synchronized <T> T read(Function<View, T> reader) {
        return reader.apply(
                new View(
                        predictions,
                        monitors,
                        shadow,
                        ledger,
                        versions,
                        deadLetters,
                        List.copyOf(deadLetterReasons),
                        List.copyOf(alertMessages),
                        unreadable));
    }

    private static void keep(List<String> messages, String message) {
        if (messages.size() < KEPT_MESSAGES) {
            messages.add(message);
        }
    }

    /**
     * All of it at one moment; not to be kept.
     *
     * @param monitors of the main learner
     * @param shadow of the second learner
     * @param deadLetterReasons the first few
     * @param alertMessages the first few
     * @param unreadable records of output topics that could not be decoded
     */
    record View(
            PredictionTally predictions,
            MonitorTally monitors,
            MonitorTally shadow,
            LedgerTally ledger,
            VersionTally versions,
            long deadLetters,
            List<String> deadLetterReasons,
            List<String> alertMessages,
            long unreadable) {}
}
