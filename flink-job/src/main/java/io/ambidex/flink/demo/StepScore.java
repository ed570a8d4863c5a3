/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.schema.MonitorRecord;
import java.util.Map;
import java.util.TreeMap;

/**
 * Learner score of one step.
 *
 * @param eventTimeMillis time of the youngest example
 * @param method balancing method
 * @param examples examples of the mini-batch
 * @param accuracy learner score and number of examples that it is over, by name
 * @param servable the same in evaluation mode; empty when it was not measured
 * @param contribution Shapley value by modality; empty when it was not measured
 */
record StepScore(
        long eventTimeMillis,
        String method,
        int examples,
        Map<String, double[]> accuracy,
        Map<String, double[]> servable,
        Map<String, Double> contribution) {

    static StepScore of(MonitorRecord monitor) {
        Map<String, double[]> accuracy = new TreeMap<>();
        Map<String, double[]> servable = new TreeMap<>();
        accuracy.put(Score.JOINT, new double[] {monitor.getAccuracy(), monitor.getExamples()});
        monitor.getModalities()
                .forEach(
                        (name, m) -> {
                            if (m.getAccuracy() != null) {
                                double present = monitor.getExamples() * (1 - m.getMissingRate());
                                accuracy.put(name, new double[] {m.getAccuracy(), present});
                            }
                        });
        monitor.getServableAccuracy()
                .forEach(
                        (name, share) -> {
                            double[] trained = accuracy.get(name);
                            double present = trained == null ? 0 : trained[1];
                            servable.put(name, new double[] {share, present});
                        });
        return new StepScore(
                monitor.getEventTimeMillis(),
                monitor.getMethod(),
                monitor.getExamples(),
                accuracy,
                servable,
                Map.copyOf(monitor.getContribution()));
    }

    void addTo(Score score) {
        add(accuracy, score);
    }

    void addServableTo(Score score) {
        add(servable, score);
    }

    private static void add(Map<String, double[]> shares, Score score) {
        shares.forEach((name, a) -> score.add(name, a[0] * a[1], a[1]));
    }
}
