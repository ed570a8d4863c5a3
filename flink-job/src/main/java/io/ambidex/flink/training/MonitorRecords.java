/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.connectors.schema.ModalityMonitor;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.labeling.Example;
import io.ambidex.model.learning.ModalityReport;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.monitoring.PrequentialAccuracy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What a step tells, as the record that goes out. */
final class MonitorRecords {

    /** The learner whose versions are published. */
    static final String MAIN = "main";

    /** The second learner, see {@link ShadowOperator}. */
    static final String SHADOW = "shadow";

    private final String modelName;
    private final String learner;

    MonitorRecords(String modelName, String learner) {
        this.modelName = modelName;
        this.learner = learner;
    }

    /**
     * Of a training step.
     *
     * @param probed what was seen in evaluation mode before the update
     * @param modelAgeSteps steps between the version that served the youngest example and this
     *     step; null when unknown
     */
    MonitorRecord ofStep(
            StepReport report,
            long firstExample,
            List<Example> examples,
            Scores scores,
            Probe.Result probed,
            Long modelAgeSteps,
            long nowMillis) {
        MonitorRecord record = common(report.step(), firstExample, examples, scores, nowMillis);
        record.setMethod(report.method());
        record.setLoss(report.loss());
        record.setLosses(new TreeMap<>(report.losses()));
        record.setSkipped(report.skipped());
        record.setFrozen(report.frozen());
        record.setLearningRate(report.learningRate());
        record.setAccuracy(accuracy(report));
        record.setMethodMonitors(new TreeMap<>(report.methodMonitors()));
        record.setServedModelAgeSteps(modelAgeSteps);
        record.setContribution(probed.contribution());
        record.setServableAccuracy(probed.accuracy());
        Map<String, ModalityMonitor> modalities = new HashMap<>();
        report.modalities()
                .forEach((name, m) -> modalities.put(name, modality(m, scores.learner(name))));
        record.setModalities(modalities);
        setSkew(record, examples);
        record.setStreams(StreamScores.of(report, examples));
        return record;
    }

    /** Of a batch that was only evaluated, after {@code step} steps. */
    MonitorRecord ofEvaluation(
            long step,
            String method,
            long firstExample,
            List<Example> examples,
            double accuracy,
            Scores scores,
            long nowMillis) {
        MonitorRecord record = common(step, firstExample, examples, scores, nowMillis);
        record.setMethod(method);
        record.setExamples(0);
        record.setAccuracy(accuracy);
        return record;
    }

    private MonitorRecord common(
            long step, long firstExample, List<Example> examples, Scores scores, long nowMillis) {
        PrequentialAccuracy joint = scores.learner(Scores.JOINT);
        return MonitorRecord.newBuilder()
                .setModelName(modelName)
                .setStep(step)
                .setFirstExample(firstExample)
                .setExamples(examples.size())
                .setEventTimeMillis(examples.get(examples.size() - 1).timeMillis())
                .setMethod("")
                .setLoss(0)
                .setLosses(Map.of())
                .setSkipped(false)
                .setLearningRate(0)
                .setAccuracy(0)
                .setPrequentialAccuracyWindowed(known(joint, joint.windowed()))
                .setPrequentialAccuracyFading(known(joint, joint.faded()))
                .setServingAccuracyWindowed(known(scores.serving(), scores.serving().windowed()))
                .setServingAccuracyFading(known(scores.serving(), scores.serving().faded()))
                .setModalities(Map.of())
                .setMethodMonitors(Map.of())
                .setEmittedAtMillis(nowMillis)
                .setEvaluationExamples(scores.evaluationExamples())
                .setEvaluationAccuracy(scores.evaluation())
                .setLearner(learner)
                .build();
    }

    private static ModalityMonitor modality(ModalityReport report, PrequentialAccuracy score) {
        return ModalityMonitor.newBuilder()
                .setDiscrepancyRatio(report.discrepancyRatio())
                .setModulationCoefficient(report.coefficient())
                .setFisherTrace(report.fisherTrace())
                .setPrimeLearningWindow(report.primeLearningWindow())
                .setGradientNorm(report.gradientNorm())
                .setAccuracy(report.accuracy())
                .setConfidence(report.confidence())
                .setPrequentialAccuracyWindowed(known(score, score.windowed()))
                .setPrequentialAccuracyFading(known(score, score.faded()))
                .setMissingRate(report.missingRate())
                .build();
    }

    private static void setSkew(MonitorRecord record, List<Example> examples) {
        double[] skews =
                examples.stream()
                        .filter(e -> e.clip().skewMillis() != null)
                        .mapToDouble(e -> e.clip().skewMillis())
                        .toArray();
        OptionalDouble mean = java.util.Arrays.stream(skews).average();
        OptionalDouble largest = java.util.Arrays.stream(skews).map(Math::abs).max();
        record.setMeanSkewMillis(mean.isPresent() ? mean.getAsDouble() : null);
        record.setMaxAbsoluteSkewMillis(largest.isPresent() ? largest.getAsDouble() : null);
    }

    private static double accuracy(StepReport report) {
        int correct = 0;
        for (int i = 0; i < report.labels().length; i++) {
            if (report.labels()[i] == report.predicted()[i]) {
                correct++;
            }
        }
        return report.labels().length == 0 ? 0 : (double) correct / report.labels().length;
    }

    private static Double known(PrequentialAccuracy score, double value) {
        return score.count() == 0 ? null : value;
    }
}
