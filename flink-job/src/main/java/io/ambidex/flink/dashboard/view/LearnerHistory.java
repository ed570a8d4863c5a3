/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import io.ambidex.connectors.schema.ModalityMonitor;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.dashboard.view.BalanceFacts.Regulation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What one learner's monitor records have told. Not thread-safe. */
final class LearnerHistory {
    /** Values of single mini-batches jump: the sentence speaks of the mean over these steps. */
    private static final int RECENT_STEPS = 20;

    private static final int MAX_ROWS = 1_200;
    private static final int MAX_COLUMNS = 96;
    private static final long FIRST_BUCKET_MILLIS = 250;

    /** A coefficient nearer to 1 changes nothing that matters. */
    private static final double UNTOUCHED = 1e-3;

    private final String name;
    private final TimeTable table = new TimeTable(MAX_ROWS, MAX_COLUMNS, FIRST_BUCKET_MILLIS);
    private final Deque<MonitorRecord> recent = new ArrayDeque<>();
    private MonitorRecord last;
    private Regulation regulation;
    private String regulationMethod;
    private long regulationSince;

    LearnerHistory(String name) {
        this.name = name;
    }

    /**
     * Takes in a record.
     *
     * @param atMillis processing time, already made plausible
     */
    void add(MonitorRecord monitor, long atMillis) {
        // Of a batch that was only evaluated.
        if (monitor.getExamples() == 0) {
            return;
        }
        // A restart from an older state repeats steps: what is older is of another run.
        if (last != null && monitor.getStep() <= last.getStep()) {
            recent.clear();
        }
        last = monitor;
        recent.addLast(monitor);
        if (recent.size() > RECENT_STEPS) {
            recent.removeFirst();
        }
        MonitorColumns.fill(table.at(atMillis, monitor.getStep()), monitor);
        follow(monitor);
    }

    TimeTable table() {
        return table;
    }

    MonitorRecord last() {
        return last;
    }

    /** What the sentence of state is made of; null before the first step. */
    BalanceFacts facts() {
        if (last == null) {
            return null;
        }
        return new BalanceFacts(
                name,
                last.getMethod(),
                last.getStep(),
                last.getPrequentialAccuracyWindowed(),
                meanRatios(),
                means(ModalityMonitor::getMissingRate),
                regulation,
                regulationSince,
                last.getFrozen());
    }

    /** Mean of a figure over the last steps, per modality. */
    Map<String, Double> means(Function<ModalityMonitor, Double> figure) {
        Map<String, double[]> sums = new TreeMap<>();
        for (MonitorRecord monitor : recent) {
            monitor.getModalities()
                    .forEach(
                            (modality, m) -> {
                                Double value = figure.apply(m);
                                if (value != null && Double.isFinite(value)) {
                                    double[] sum =
                                            sums.computeIfAbsent(modality, n -> new double[2]);
                                    sum[0] += value;
                                    sum[1]++;
                                }
                            });
        }
        Map<String, Double> means = new TreeMap<>();
        sums.forEach((modality, sum) -> means.put(modality, sum[0] / sum[1]));
        return means;
    }

    /** Ratios are averaged as logarithms: 4 : 1 and 1 : 4 are balanced together. */
    private Map<String, Double> meanRatios() {
        Map<String, Double> means =
                means(
                        m ->
                                m.getDiscrepancyRatio() == null
                                        ? null
                                        : Math.log(m.getDiscrepancyRatio()));
        means.replaceAll((modality, logarithm) -> Math.exp(logarithm));
        return means;
    }

    private void follow(MonitorRecord monitor) {
        Regulation now = regulationOver(monitor);
        boolean changed = now != regulation || !monitor.getMethod().equals(regulationMethod);
        if (changed) {
            regulation = now;
            regulationMethod = monitor.getMethod();
            regulationSince = monitor.getStep();
        }
    }

    /** It stops regulating when none of the last steps was changed: single steps come and go. */
    private Regulation regulationOver(MonitorRecord newest) {
        if (MethodNames.isBaseline(newest.getMethod())) {
            return Regulation.NONE;
        }
        boolean tells = false;
        for (MonitorRecord monitor : recent) {
            if (!monitor.getMethod().equals(newest.getMethod())) {
                continue;
            }
            for (ModalityMonitor m : monitor.getModalities().values()) {
                Double coefficient = m.getModulationCoefficient();
                Boolean window = m.getPrimeLearningWindow();
                if (coefficient != null && Math.abs(coefficient - 1) > UNTOUCHED
                        || window != null && window) {
                    return Regulation.REGULATING;
                }
                tells |= window != null || coefficient != null;
            }
        }
        return tells ? Regulation.WATCHING : Regulation.ACTING;
    }
}
