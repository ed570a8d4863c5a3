/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import io.ambidex.connectors.schema.Prediction;
import io.ambidex.connectors.schema.StreamScore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the predictions of one stream id tell of its input, and the steps of how well the learners
 * know it. Not thread-safe.
 */
final class StreamHistory {
    /** Weight that a clip keeps with every further one: about the last fifty count. */
    private static final double FADING = 0.98;

    private static final int LAST_CLIPS = 8;
    private static final int MAX_ROWS = 60;
    private static final int MAX_COLUMNS = 32;
    private static final String ACCURACY = "accuracy";
    private static final String MAIN = "main";
    private static final long FIRST_BUCKET_MILLIS = 1_000;

    private final String id;
    private final TimeTable table = new TimeTable(MAX_ROWS, MAX_COLUMNS, FIRST_BUCKET_MILLIS);
    private final Deque<ClipView> clips = new ArrayDeque<>();
    private final Map<String, Double> missing = new TreeMap<>();
    private final FadingShares scores = new FadingShares();
    private long predictions;
    private double weight;
    private double exceeded;
    private double skewWeight;
    private double skew;
    private long lastAtMillis;

    StreamHistory(String id) {
        this.id = id;
    }

    void add(Prediction prediction, Set<String> modalities, long atMillis) {
        predictions++;
        lastAtMillis = atMillis;
        weight = FADING * weight + 1;
        exceeded = FADING * exceeded + (prediction.getSkewExceeded() ? 1 : 0);
        TimeTable.Entry row = table.at(atMillis, 0).mean("confidence", prediction.getConfidence());
        for (String modality : modalities) {
            double absent = prediction.getMissingModalities().contains(modality) ? 1 : 0;
            missing.merge(modality, absent, (before, now) -> FADING * before + now);
            row.mean("missing/" + modality, absent);
        }
        if (prediction.getSkewMillis() != null) {
            skewWeight = FADING * skewWeight + 1;
            skew = FADING * skew + prediction.getSkewMillis();
            row.mean("skew", prediction.getSkewMillis());
        }
        clips.addFirst(ClipView.of(prediction));
        if (clips.size() > LAST_CLIPS) {
            clips.removeLast();
        }
    }

    /**
     * Takes the learner score of its examples in one step: columns {@code accuracy}, {@code
     * accuracy/MODALITY} and {@code loss}, with {@code @LEARNER} behind them for all but the main
     * one.
     */
    void add(String learner, StreamScore score, long atMillis) {
        if (score.getExamples() == 0) {
            return;
        }
        String suffix = learner.equals(MAIN) ? "" : "@" + learner;
        TimeTable.Entry row = table.at(atMillis, 0);
        String joint = ACCURACY + suffix;
        row.mean(joint, scores.add(joint, score.getCorrect(), score.getExamples()));
        if (score.getLoss() != null) {
            String loss = "loss" + suffix;
            double sum = score.getLoss() * score.getExamples();
            row.mean(loss, scores.add(loss, sum, score.getExamples()));
        }
        score.getModalityExamples()
                .forEach(
                        (modality, examples) -> {
                            String name = ACCURACY + "/" + modality + suffix;
                            int correct = score.getModalityCorrect().getOrDefault(modality, 0);
                            row.mean(name, scores.add(name, correct, examples));
                        });
    }

    /** How much is wrong with it: share of clips with a gap, and of those out of step. */
    double badness() {
        double gaps = missing.values().stream().mapToDouble(Double::doubleValue).sum();
        return weight == 0 ? 0 : (gaps + exceeded) / weight;
    }

    double absoluteSkew() {
        return skewWeight == 0 ? 0 : Math.abs(skew / skewWeight);
    }

    StreamView view() {
        Map<String, Double> rates = new TreeMap<>();
        missing.forEach((modality, faded) -> rates.put(modality, Figures.rounded(faded / weight)));
        Double accuracy = scores.mean(ACCURACY);
        return new StreamView(
                id,
                predictions,
                accuracy == null ? null : (Double) Figures.rounded(accuracy),
                rates,
                skewWeight == 0 ? null : Figures.rounded(skew / skewWeight),
                Figures.rounded(exceeded / weight),
                lastAtMillis);
    }

    Detail detail() {
        return new Detail(view(), List.copyOf(clips), table.since(id, TimeTable.Mark.NONE));
    }

    /**
     * One row of the table of streams.
     *
     * @param id stream id
     * @param clips clips predicted
     * @param accuracy learner score of its last examples, 0 to 1; null when none was labelled
     * @param missing share of recent clips without each modality, 0 to 1
     * @param skewMillis mean skew of recent clips, positive when sound is late; null when unknown
     * @param skewExceeded share of recent clips whose skew is out of tolerance, 0 to 1
     * @param lastAtMillis processing time of the last clip
     */
    record StreamView(
            String id,
            long clips,
            Double accuracy,
            Map<String, Double> missing,
            Double skewMillis,
            double skewExceeded,
            long lastAtMillis) {}

    /** What is shown of a stream that was chosen. */
    record Detail(StreamView stream, List<ClipView> clips, SeriesPatch series) {}

    /** One of its last clips. */
    record ClipView(
            long endMillis,
            String label,
            double confidence,
            String version,
            List<String> missing,
            Double skewMillis,
            long atMillis) {

        static ClipView of(Prediction p) {
            return new ClipView(
                    p.getWindowEndMillis(),
                    p.getLabel(),
                    Figures.rounded(p.getConfidence()),
                    p.getModelEpoch() + "." + p.getModelNumber(),
                    List.copyOf(p.getMissingModalities()),
                    p.getSkewMillis(),
                    p.getPredictedAtMillis());
        }
    }
}
