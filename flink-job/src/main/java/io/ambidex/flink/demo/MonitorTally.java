/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.schema.ModalityMonitor;
import io.ambidex.connectors.schema.MonitorRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What the monitor records of one learner say, one per step. Not thread-safe. */
final class MonitorTally {
    /** Ratios and traces of single mini-batches jump: they are averaged over this many steps. */
    private static final int RECENT_STEPS = 20;

    private final List<StepScore> steps = new ArrayList<>();
    private final Deque<MonitorRecord> recent = new ArrayDeque<>();
    private long examples;
    private long evaluated;
    private long skipped;
    private MonitorRecord first;
    private MonitorRecord last;

    void add(MonitorRecord monitor) {
        evaluated = Math.max(evaluated, monitor.getEvaluationExamples());
        if (monitor.getExamples() == 0) {
            return;
        }
        if (first == null) {
            first = monitor;
        }
        last = monitor;
        examples += monitor.getExamples();
        skipped += monitor.getSkipped() ? 1 : 0;
        recent.addLast(monitor);
        if (recent.size() > RECENT_STEPS) {
            recent.removeFirst();
        }
        steps.add(StepScore.of(monitor));
    }

    /** Every step in order; not to be kept. */
    List<StepScore> steps() {
        return steps;
    }

    /** Number of the last step; 0 before the first. */
    long lastStep() {
        return last == null ? 0 : last.getStep();
    }

    /** Examples in all steps. */
    long examples() {
        return examples;
    }

    /** Examples that were only scored. */
    long evaluated() {
        return evaluated;
    }

    long skippedSteps() {
        return skipped;
    }

    /** Method of the last step; null before the first. */
    String method() {
        return last == null ? null : last.getMethod();
    }

    /**
     * Prequential accuracy over all steps whose examples are not younger than {@code untilMillis}:
     * every example counts once, scored before it was trained on.
     */
    Score score(long afterMillis, long untilMillis) {
        Score score = new Score();
        for (StepScore step : steps) {
            if (step.eventTimeMillis() > afterMillis && step.eventTimeMillis() <= untilMillis) {
                step.addTo(score);
            }
        }
        return score;
    }

    /** Prequential accuracy over the trainer's window at the last step, joint and per modality. */
    Map<String, Double> windowed() {
        Map<String, Double> windowed = new TreeMap<>(Score.JOINT_FIRST);
        if (last != null) {
            if (last.getPrequentialAccuracyWindowed() != null) {
                windowed.put(Score.JOINT, last.getPrequentialAccuracyWindowed());
            }
            last.getModalities()
                    .forEach(
                            (name, m) -> {
                                if (m.getPrequentialAccuracyWindowed() != null) {
                                    windowed.put(name, m.getPrequentialAccuracyWindowed());
                                }
                            });
        }
        return windowed;
    }

    /** Discrepancy ratio per modality, mean over the last steps. */
    Map<String, Double> discrepancyRatio() {
        return recentMean(ModalityMonitor::getDiscrepancyRatio);
    }

    /** Fisher trace per modality, mean over the last steps. */
    Map<String, Double> fisherTrace() {
        return recentMean(ModalityMonitor::getFisherTrace);
    }

    /** Examples per second of wall time between the first and the last monitor record. */
    double examplesPerSecond() {
        if (first == null || last.getEmittedAtMillis() <= first.getEmittedAtMillis()) {
            return 0;
        }
        double seconds = (last.getEmittedAtMillis() - first.getEmittedAtMillis()) / 1000.0;
        return (examples - first.getExamples()) / seconds;
    }

    private Map<String, Double> recentMean(Function<ModalityMonitor, Double> measure) {
        Map<String, double[]> sums = new TreeMap<>();
        for (MonitorRecord monitor : recent) {
            monitor.getModalities()
                    .forEach(
                            (name, m) -> {
                                Double value = measure.apply(m);
                                if (value != null) {
                                    double[] sum = sums.computeIfAbsent(name, n -> new double[2]);
                                    sum[0] += value;
                                    sum[1]++;
                                }
                            });
        }
        Map<String, Double> means = new TreeMap<>();
        sums.forEach((name, sum) -> means.put(name, sum[0] / sum[1]));
        return means;
    }
}
