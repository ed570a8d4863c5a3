/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.connectors.schema.ModalityMonitor;
import io.ambidex.connectors.schema.MonitorRecord;
import java.util.function.Function;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Metrics of the trainer, in the group {@code ambidex.training} and, for every modality, in {@code
 * modality=NAME} below it; see {@link io.ambidex.flink.monitoring.MetricCatalog}. NaN stands for
 * what is not known yet.
 */
final class TrainingMetrics {

    private final Trainer trainer;

    private TrainingMetrics(Trainer trainer) {
        this.trainer = trainer;
    }

    static void register(MetricGroup parent, Trainer trainer) {
        new TrainingMetrics(trainer).register(parent.addGroup("ambidex").addGroup("training"));
    }

    private void register(MetricGroup group) {
        count(group, "steps", t -> (double) t.progress().steps());
        count(group, "skippedSteps", t -> (double) t.progress().skippedSteps());
        count(group, "examples", t -> (double) t.progress().examples());
        count(group, "pendingExamples", t -> (double) t.progress().pending());
        count(group, "nonRepeatableDecisions", t -> (double) t.progress().nonRepeatable());
        count(group, "versionEpoch", t -> (double) t.progress().epoch());
        count(group, "versionNumber", t -> (double) t.progress().number());
        count(group, "frozen", t -> t.progress().frozen() ? 1.0 : 0.0);
        count(group, "drifts", t -> (double) t.progress().drifts());
        record(group, "evaluationExamples", r -> (double) r.getEvaluationExamples());
        record(group, "loss", MonitorRecord::getLoss);
        record(group, "learningRate", MonitorRecord::getLearningRate);
        record(group, "accuracy", MonitorRecord::getAccuracy);
        record(group, "prequentialAccuracyWindowed", MonitorRecord::getPrequentialAccuracyWindowed);
        record(group, "prequentialAccuracyFading", MonitorRecord::getPrequentialAccuracyFading);
        record(group, "servingAccuracyWindowed", MonitorRecord::getServingAccuracyWindowed);
        record(group, "servingAccuracyFading", MonitorRecord::getServingAccuracyFading);
        record(group, "meanSkewMillis", MonitorRecord::getMeanSkewMillis);
        record(group, "maxAbsoluteSkewMillis", MonitorRecord::getMaxAbsoluteSkewMillis);
        record(
                group,
                "servedModelAgeSteps",
                r ->
                        r.getServedModelAgeSteps() == null
                                ? null
                                : (double) r.getServedModelAgeSteps());
        for (String modality : trainer.settings.networkSpec().modalityNames()) {
            register(group.addGroup("modality", modality), modality);
        }
    }

    private void register(MetricGroup group, String modality) {
        of(group, modality, "discrepancyRatio", ModalityMonitor::getDiscrepancyRatio);
        of(group, modality, "modulationCoefficient", ModalityMonitor::getModulationCoefficient);
        of(group, modality, "fisherTrace", ModalityMonitor::getFisherTrace);
        of(
                group,
                modality,
                "primeLearningWindow",
                m ->
                        m.getPrimeLearningWindow() == null
                                ? null
                                : m.getPrimeLearningWindow() ? 1.0 : 0.0);
        of(group, modality, "gradientNorm", ModalityMonitor::getGradientNorm);
        of(group, modality, "accuracy", ModalityMonitor::getAccuracy);
        of(group, modality, "confidence", ModalityMonitor::getConfidence);
        of(
                group,
                modality,
                "prequentialAccuracyWindowed",
                ModalityMonitor::getPrequentialAccuracyWindowed);
        of(
                group,
                modality,
                "prequentialAccuracyFading",
                ModalityMonitor::getPrequentialAccuracyFading);
        of(group, modality, "missingRate", ModalityMonitor::getMissingRate);
        count(
                group,
                "contribution",
                t -> t.progress().contribution().getOrDefault(modality, Double.NaN));
    }

    private void count(MetricGroup group, String name, Function<Trainer, Double> value) {
        group.gauge(name, (Gauge<Double>) () -> value.apply(trainer));
    }

    private void record(MetricGroup group, String name, Function<MonitorRecord, Double> value) {
        group.gauge(name, (Gauge<Double>) () -> orNaN(trainer.progress().lastRecord(), value));
    }

    private void of(
            MetricGroup group,
            String modality,
            String name,
            Function<ModalityMonitor, Double> value) {
        record(
                group,
                name,
                r ->
                        r.getModalities().containsKey(modality)
                                ? value.apply(r.getModalities().get(modality))
                                : null);
    }

    private static double orNaN(MonitorRecord record, Function<MonitorRecord, Double> value) {
        Double known = record == null ? null : value.apply(record);
        return known == null ? Double.NaN : known;
    }
}
