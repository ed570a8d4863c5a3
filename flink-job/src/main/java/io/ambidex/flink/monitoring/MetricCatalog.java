/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Every metric that the job's operators register, with unit, labels and meaning. The documentation
 * is generated from it, and what a running job shows is compared with it.
 *
 * <p>Flink adds the labels {@code job_id}, {@code job_name}, {@code task_name}, {@code
 * operator_name}, {@code subtask_index}, {@code tm_id}, {@code host} and a few more. NaN stands for
 * what is not known yet. A restart sets counters of operators without exact counts back to 0.
 */
public final class MetricCatalog {

    private static final String MODALITY = "modality";
    private static final String SHARE = "0 to 1";
    private static final List<Metric> METRICS = new ArrayList<>();

    static {
        decoding();
        pairing();
        labels();
        serving();
        training();
        balance();
        webhook();
    }

    private static void decoding() {
        add("decoding", "records", "records", "Input records decoded.");
        add("decoding", "deadLetters", "records", "Input records that could not be used.");
    }

    private static void pairing() {
        add("pairing", Counts.CLIPS, "clips", "Clips made.");
        add(
                "pairing",
                Counts.CLIPS_WITH_MISSING_MODALITY,
                "clips",
                "Clips that lack at least one modality.");
        add("pairing", Counts.SKEW_EXCEEDED, "clips", "Clips whose skew is outside the tolerance.");
        add("pairing", Counts.LATE_RECORDS, "records", "Media records that came late.");
        add(
                "pairing",
                Counts.RECORDS_AFTER_SILENCE,
                "records",
                "Media records that came after their window was settled by silence.");
        add("pairing", Counts.EVICTED_RECORDS, "records", "Media records driven out by a cap.");
        add(
                "pairing",
                Counts.INTERVALS_WITHOUT_MEDIA,
                "labels",
                "Label intervals in which no modality delivered anything.");
        add(
                "pairing",
                Counts.INTERVALS_EXPIRED,
                "labels",
                "Label intervals whose media was not kept so long.");
        add(
                "pairing",
                Counts.LATE_INTERVALS,
                "labels",
                "Label intervals that came when their decision had passed.");
        add("pairing", Counts.NON_REPEATABLE_DECISIONS, "decisions", "Of these, not repeatable.");
    }

    private static void labels() {
        add("labels", Counts.AMBIGUOUS, "clips", "Clips with labels of different classes.");
        add("labels", Counts.EXPIRED, "labels", "Labels that no clip took note of.");
        add("labels", Counts.SUPERSEDED, "labels", "Labels that came after a better one.");
        add("labels", Counts.UNLABELLED, "clips", "Clips that left without a label.");
        add("labels", Counts.LATE_LABELS, "labels", "Labels whose decision had passed.");
        add("labels", Counts.EVICTED_CLIPS, "clips", "Waiting clips driven out by a cap.");
        add("labels", Counts.NON_REPEATABLE_DECISIONS, "decisions", "Of these, not repeatable.");
    }

    private static void serving() {
        add("serving", "predictions", "clips", "Clips predicted.");
        add("serving", "predictionsPerSecond", "clips/s", "Rate over the last minute.");
        add("serving", "refusedVersions", "versions", "Model versions that were refused.");
        add("serving", "predictMicros", "µs", "Time of the last batch of predictions.");
        add("serving", "modelEpoch", "epoch", "Epoch of the version that answers.");
        add("serving", "modelNumber", "number", "Number of the version that answers.");
        add(
                "serving",
                "modelAgeMillis",
                "ms",
                "Time since the version that answers was made; -1 for the initial one.");
    }

    private static void training() {
        add("training", "steps", "steps", "Training steps, skipped and frozen ones included.");
        add("training", "skippedSteps", "steps", "Steps without an update.");
        add("training", "examples", "examples", "Examples trained on.");
        add("training", "pendingExamples", "examples", "Labelled examples that wait.");
        add("training", "evaluationExamples", "examples", "Examples that were only scored.");
        add("training", "loss", "nats", "Objective of the last step before its update.");
        add("training", "learningRate", "per step", "Learning rate of the last step.");
        add("training", "accuracy", SHARE, "Accuracy on the last mini-batch before its update.");
        add("training", "prequentialAccuracyWindowed", SHARE, "Learner score, last examples.");
        add("training", "prequentialAccuracyFading", SHARE, "Learner score, fading.");
        add("training", "servingAccuracyWindowed", SHARE, "Serving score, last examples.");
        add("training", "servingAccuracyFading", SHARE, "Serving score, fading.");
        add("training", "meanSkewMillis", "ms", "Mean skew; positive when sound is late.");
        add("training", "maxAbsoluteSkewMillis", "ms", "Largest absolute skew.");
        add(
                "training",
                "servedModelAgeSteps",
                "steps",
                "Steps between the version that served the youngest example and the last step.");
        add("training", "versionEpoch", "epoch", "Epoch of the newest published version.");
        add("training", "versionNumber", "number", "Number of the newest published version.");
        add(
                "training",
                "nonRepeatableDecisions",
                "decisions",
                "Of the whole job, since its start.");
        add("training", "frozen", "0 or 1", "Whether training is frozen.");
        add("training", "drifts", "drifts", "Drifts found in the learner scores.");
    }

    private static void balance() {
        of("discrepancyRatio", "ratio", "How far the modality is ahead; 1 is balanced.");
        of("modulationCoefficient", "factor", "What the method scaled its gradient by.");
        of("fisherTrace", "squared norm", "Trace of the Fisher information of its encoder.");
        of("primeLearningWindow", "0 or 1", "Whether its prime learning window is open.");
        of("gradientNorm", "norm", "Euclidean norm of its encoder's gradient.");
        of("accuracy", SHARE, "Accuracy of its split logits on the last mini-batch.");
        of("confidence", SHARE, "Mean probability that its split logits give the label.");
        of("prequentialAccuracyWindowed", SHARE, "Learner score of its split logits, windowed.");
        of("prequentialAccuracyFading", SHARE, "Learner score of its split logits, fading.");
        of("missingRate", SHARE, "Share of the last mini-batch that lacks the modality.");
        of("contribution", "-1 to 1", "Shapley value of the modality when last measured.");
    }

    private static void webhook() {
        add("webhook", "delivered", "alerts", "Alerts that the webhook has taken.");
        add("webhook", "failedAttempts", "attempts", "Posts that failed and may be repeated.");
        add("webhook", "dropped", "alerts", "Alerts given up: no room, or no attempt left.");
        add("webhook", "waiting", "alerts", "Alerts that wait to be posted.");
    }

    private static void add(String group, String name, String unit, String meaning) {
        METRICS.add(new Metric(group, null, name, unit, meaning));
    }

    private static void of(String name, String unit, String meaning) {
        METRICS.add(new Metric("training", MODALITY, name, unit, meaning));
    }

    /** All metrics, by group. */
    public static List<Metric> all() {
        return List.copyOf(METRICS);
    }

    /** Names of the metrics of a group that have no label of their own. */
    public static List<String> namesIn(String group) {
        return METRICS.stream()
                .filter(metric -> metric.group().equals(group) && metric.label() == null)
                .map(Metric::name)
                .toList();
    }

    /** A table of all metrics in Markdown. */
    public static String markdown() {
        return METRICS.stream()
                .map(
                        metric ->
                                "| `%s` | %s | %s | %s |"
                                        .formatted(
                                                metric.prometheusName(),
                                                metric.label() == null ? "" : metric.label(),
                                                metric.unit(),
                                                metric.meaning()))
                .collect(
                        Collectors.joining(
                                "\n",
                                "| metric | label | unit | meaning |\n|---|---|---|---|\n",
                                "\n"));
    }

    private MetricCatalog() {}
}
