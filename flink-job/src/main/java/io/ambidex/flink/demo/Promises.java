/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.model.version.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds what came out against what was promised. */
final class Promises {
    private final Evidence evidence;
    private final PlayedLabels played;
    private final Observations.View seen;
    private final long takeUpMillis;
    private final List<Promise> promises = new ArrayList<>();

    private Promises(Evidence evidence, long takeUpMillis) {
        this.evidence = evidence;
        this.played = evidence.played();
        this.seen = evidence.seen();
        this.takeUpMillis = takeUpMillis;
    }

    /**
     * Checks a run that has drained.
     *
     * @param training whether the job was to train
     * @param takeUpMillis how long after it was made a version may stay unused while clips come
     */
    static List<Promise> check(Evidence evidence, boolean training, long takeUpMillis) {
        Promises promises = new Promises(evidence, takeUpMillis);
        promises.predictions();
        promises.inputs();
        if (training) {
            promises.versions();
            promises.labels();
            promises.ledger();
        }
        return List.copyOf(promises.promises);
    }

    private void predictions() {
        PredictionTally predictions = seen.predictions();
        long unknown = predictions.unknownClips(played);
        add(
                "every clip is predicted exactly once",
                predictions.total() == played.count()
                        && predictions.distinctClips() == played.count()
                        && unknown == 0,
                "%d clips played, %d predictions of %d clips, %d of them never played",
                played.count(),
                predictions.total(),
                predictions.distinctClips(),
                unknown);
    }

    private void inputs() {
        add(
                "every input is played and can be used",
                evidence.inputProblems().isEmpty()
                        && seen.deadLetters() == 0
                        && seen.unreadable() == 0,
                "%d problems with files%s, %d dead letters%s, %d unreadable outputs",
                evidence.inputProblems().size(),
                some(evidence.inputProblems()),
                seen.deadLetters(),
                some(seen.deadLetterReasons()),
                seen.unreadable());
    }

    private static String some(List<String> reasons) {
        return reasons.isEmpty()
                ? ""
                : " (" + String.join("; ", reasons.subList(0, Math.min(3, reasons.size()))) + ")";
    }

    private void versions() {
        int count = seen.versions().count();
        add("new model versions are published", count >= 2, "%d versions", count);
        add(
                "every model version can be loaded",
                evidence.modelProblems().isEmpty(),
                "%d cannot%s",
                evidence.modelProblems().size(),
                some(evidence.modelProblems()));
        PredictionTally predictions = seen.predictions();
        Optional<ModelVersion> due =
                seen.versions().newestMadeBy(predictions.lastPredictedAtMillis() - takeUpMillis);
        add(
                "new versions are taken up by the predictors",
                due.isEmpty() || predictions.newestVersion().compareTo(due.get()) >= 0,
                "newest version in use is %s, %s was made %d ms before the last prediction",
                predictions.newestVersion(),
                due.map(ModelVersion::toString).orElse("none"),
                takeUpMillis);
    }

    private void labels() {
        long trained = seen.monitors().examples();
        long evaluated = seen.monitors().evaluated();
        long setAside = seen.ledger().setAside();
        add(
                "every label is accounted for",
                trained + evaluated + setAside == played.count()
                        && evaluated == played.evaluateOnly(),
                "%d labels played (%d only to be scored), %d trained on, %d only scored, %d set aside",
                played.count(),
                played.evaluateOnly(),
                trained,
                evaluated,
                setAside);
        long admitted = seen.ledger().last().map(LedgerEntry::getAdmitted).orElse(0L);
        add(
                "every admitted example is trained on once",
                trained == admitted,
                "%d admitted, %d in the mini-batches",
                admitted,
                trained);
    }

    private void ledger() {
        LedgerTally ledger = seen.ledger();
        add(
                "the ledger is contiguous",
                ledger.entries() > 0 && ledger.firstBreak().isEmpty(),
                "%d entries%s",
                ledger.entries(),
                ledger.firstBreak().map(b -> ": " + b).orElse(""));
        long end = ledger.last().map(LedgerEntry::getEndExample).orElse(0L);
        long begin = ledger.firstExample();
        add(
                "the ledger covers every example",
                end - begin == seen.monitors().examples(),
                "examples %d to %d in the ledger, %d in the mini-batches",
                begin,
                end,
                seen.monitors().examples());
        add(
                "one ledger entry stands for each version",
                ledger.entries() == seen.versions().count(),
                "%d entries, %d versions",
                ledger.entries(),
                seen.versions().count());
    }

    private void add(String name, boolean kept, String detail, Object... figures) {
        promises.add(new Promise(name, kept, String.format(detail, figures)));
    }
}
