/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.benchmark;

import io.ambidex.model.monitoring.drift.DriftSignal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts over several runs, by detector and signal: changes that were found and after how many
 * examples; alarms before the first change of a run, which are false; and further alarms after the
 * first of a change.
 */
final class DriftTally {

    private static final class Row {
        final List<Integer> delays = new ArrayList<>();
        int falseAlarms;
        int further;
    }

    private static final List<String> DETECTORS = List.of("adwin", "page-hinkley");
    private static final List<String> SIGNALS =
            List.of("loss", "error", "error.audio", "error.video", "discrepancyRatio.audio");

    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final List<DriftSignal> run = new ArrayList<>();
    private int changes;
    private long calmExamples;

    DriftTally() {
        for (String signal : SIGNALS) {
            DETECTORS.forEach(detector -> rows.put(detector + " " + signal, new Row()));
        }
    }

    /** What was found in the present run. */
    List<DriftSignal> ofRun() {
        return run;
    }

    /**
     * @param examples of the run
     * @param changesAt index of the first example after each change
     * @param batch examples of a step
     */
    void endRun(int examples, List<Integer> changesAt, int batch) {
        changes += changesAt.size();
        calmExamples += changesAt.isEmpty() ? examples : changesAt.get(0);
        Map<String, List<Integer>> seen = new TreeMap<>();
        for (DriftSignal signal : run) {
            String name = signal.detector() + " " + signal.signal();
            Row row = rows.get(name);
            int after = (int) (signal.step() * batch);
            Integer change = null;
            for (int at : changesAt) {
                change = at < after ? Integer.valueOf(at) : change;
            }
            List<Integer> found = seen.computeIfAbsent(name, n -> new ArrayList<>());
            if (change == null) {
                row.falseAlarms++;
            } else if (found.contains(change)) {
                row.further++;
            } else {
                found.add(change);
                row.delays.add(after - change);
            }
        }
        run.clear();
    }

    void print(String title) {
        System.out.printf(
                "%n%s: %d changes, %d examples before the first of them%n",
                title, changes, calmExamples);
        System.out.println(
                "| detector and signal | found | delay in examples, median (least to most) "
                        + "| further alarms | false alarms in 10,000 examples |");
        System.out.println("|---|---|---|---|---|");
        rows.forEach(
                (name, row) ->
                        System.out.printf(
                                "| %s | %d of %d | %s | %d | %.1f |%n",
                                name,
                                row.delays.size(),
                                changes,
                                spread(row.delays),
                                row.further,
                                10_000.0 * row.falseAlarms / calmExamples));
    }

    private static String spread(List<Integer> delays) {
        if (delays.isEmpty()) {
            return "";
        }
        List<Integer> sorted = new ArrayList<>(delays);
        Collections.sort(sorted);
        return "%d (%d to %d)"
                .formatted(
                        sorted.get(sorted.size() / 2),
                        sorted.get(0),
                        sorted.get(sorted.size() - 1));
    }
}
