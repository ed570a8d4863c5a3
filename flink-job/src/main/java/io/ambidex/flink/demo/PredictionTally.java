/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.schema.Prediction;
import io.ambidex.model.version.ModelVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the predictions say. Not thread-safe. */
final class PredictionTally {
    private final List<String> classes;
    private final Map<ClipKey, Answer> answers = new HashMap<>();
    private final Map<ModelVersion, Long> firstUse = new TreeMap<>();
    private long total;
    private long withMissingModality;
    private long lastWindowEndMillis = Long.MIN_VALUE;
    private long lastPredictedAtMillis = Long.MIN_VALUE;
    private ModelVersion newest = new ModelVersion(0, 0);

    /**
     * @param classes names of the classes in the order of the probabilities
     */
    PredictionTally(List<String> classes) {
        this.classes = List.copyOf(classes);
    }

    /** The most probable class, joint and per modality. */
    private record Answer(String joint, Map<String, String> byModality) {}

    void add(Prediction prediction) {
        total++;
        if (!prediction.getMissingModalities().isEmpty()) {
            withMissingModality++;
        }
        Map<String, String> byModality = new TreeMap<>();
        prediction
                .getModalityProbabilities()
                .forEach((modality, p) -> byModality.put(modality, classes.get(largest(p))));
        answers.put(
                new ClipKey(
                        prediction.getStreamId(),
                        prediction.getWindowStartMillis(),
                        prediction.getWindowEndMillis()),
                new Answer(prediction.getLabel(), byModality));
        ModelVersion version =
                new ModelVersion(prediction.getModelEpoch(), prediction.getModelNumber());
        firstUse.merge(version, prediction.getPredictedAtMillis(), Math::min);
        lastWindowEndMillis = Math.max(lastWindowEndMillis, prediction.getWindowEndMillis());
        lastPredictedAtMillis = Math.max(lastPredictedAtMillis, prediction.getPredictedAtMillis());
        if (version.compareTo(newest) > 0) {
            newest = version;
        }
    }

    long total() {
        return total;
    }

    /** Clips that were predicted; less than {@link #total} when one was predicted twice. */
    long distinctClips() {
        return answers.size();
    }

    /** Clips that were predicted although nobody played them. */
    long unknownClips(PlayedLabels played) {
        return answers.keySet().stream().filter(clip -> played.of(clip).isEmpty()).count();
    }

    long withMissingModality() {
        return withMissingModality;
    }

    /** End of the youngest predicted window; {@link Long#MIN_VALUE} before the first. */
    long lastWindowEndMillis() {
        return lastWindowEndMillis;
    }

    long lastPredictedAtMillis() {
        return lastPredictedAtMillis;
    }

    /** The newest version that answered. */
    ModelVersion newestVersion() {
        return newest;
    }

    /** When each version answered first, in milliseconds since the epoch. */
    Map<ModelVersion, Long> firstUse() {
        return firstUse;
    }

    /** Scores the answers of one pass against what was played. */
    Score score(PlayedLabels played, int pass, boolean evaluateOnly) {
        Score score = new Score();
        answers.forEach(
                (clip, answer) ->
                        played.of(clip)
                                .filter(l -> l.pass() == pass && l.evaluateOnly() == evaluateOnly)
                                .ifPresent(l -> score(score, answer, l.label())));
        return score;
    }

    private static void score(Score score, Answer answer, String label) {
        score.add(Score.JOINT, answer.joint().equals(label));
        answer.byModality().forEach((modality, said) -> score.add(modality, said.equals(label)));
    }

    private static int largest(List<Float> probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.size(); i++) {
            if (probabilities.get(i) > probabilities.get(best)) {
                best = i;
            }
        }
        return best;
    }
}
