/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.flink.labeling.Example;
import io.ambidex.model.learning.Evaluation;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.monitoring.PrequentialAccuracy;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Every accuracy that is kept over the stream: the learner score before each update, joint and by
 * the split logits of every modality; the serving score of the predictions that went out; and the
 * accuracy over the examples that are only evaluated.
 */
final class Scores {

    /** Name of the joint accuracy beside the names of the modalities. */
    static final String JOINT = "joint";

    private final Map<String, PrequentialAccuracy> learner;
    private final Map<String, PrequentialAccuracy> evaluation;
    private PrequentialAccuracy serving;

    Scores(List<String> modalities, int window, double fadingFactor) {
        learner = new LinkedHashMap<>();
        evaluation = new LinkedHashMap<>();
        learner.put(JOINT, new PrequentialAccuracy(window, fadingFactor));
        evaluation.put(JOINT, new PrequentialAccuracy(window, fadingFactor));
        for (String modality : modalities) {
            learner.put(modality, new PrequentialAccuracy(window, fadingFactor));
            evaluation.put(modality, new PrequentialAccuracy(window, fadingFactor));
        }
        serving = new PrequentialAccuracy(window, fadingFactor);
    }

    /** Scores a step before its update. */
    void learned(StepReport report) {
        learner.get(JOINT).add(report.labels(), report.predicted());
        report.predictedByModality()
                .forEach((modality, said) -> learner.get(modality).add(report.labels(), said));
    }

    /**
     * Scores a batch that is only evaluated.
     *
     * @return accuracy of the joint logits on the batch, 0 to 1
     */
    double evaluated(int[] labels, Evaluation said) {
        int[] joint = said.predicted();
        evaluation.forEach(
                (name, score) ->
                        score.add(labels, name.equals(JOINT) ? joint : said.predicted(name)));
        long correct = IntStream.range(0, labels.length).filter(i -> labels[i] == joint[i]).count();
        return (double) correct / labels.length;
    }

    /** Scores what a user was told of the clip, if anything was. */
    void served(Example example) {
        if (example.prediction() != null) {
            serving.add(example.label() == example.prediction().label());
        }
    }

    /** Learner score of a modality, or {@link #JOINT}. */
    PrequentialAccuracy learner(String name) {
        return learner.get(name);
    }

    /** Serving score. */
    PrequentialAccuracy serving() {
        return serving;
    }

    /** Examples that were only evaluated. */
    long evaluationExamples() {
        return evaluation.get(JOINT).count();
    }

    /** Accuracy over all examples that were only evaluated; empty before the first. */
    Map<String, Double> evaluation() {
        Map<String, Double> accuracy = new TreeMap<>();
        evaluation.forEach(
                (name, score) -> {
                    if (score.count() > 0) {
                        accuracy.put(name, score.overall());
                    }
                });
        return accuracy;
    }

    /** Learner scores for the provenance of a version: windowed, and since the start. */
    Map<String, Double> summary() {
        Map<String, Double> summary = new TreeMap<>();
        learner.forEach(
                (name, score) -> {
                    if (score.count() > 0) {
                        summary.put("prequential.windowed." + name, score.windowed());
                        summary.put("prequential.overall." + name, score.overall());
                    }
                });
        evaluation().forEach((name, score) -> summary.put("evaluation." + name, score));
        return summary;
    }

    void write(DataOutputStream out) throws IOException {
        for (PrequentialAccuracy score : learner.values()) {
            score.write(out);
        }
        for (PrequentialAccuracy score : evaluation.values()) {
            score.write(out);
        }
        serving.write(out);
    }

    void read(DataInputStream in) throws IOException {
        for (Map.Entry<String, PrequentialAccuracy> score : learner.entrySet()) {
            score.setValue(PrequentialAccuracy.read(in));
        }
        for (Map.Entry<String, PrequentialAccuracy> score : evaluation.entrySet()) {
            score.setValue(PrequentialAccuracy.read(in));
        }
        serving = PrequentialAccuracy.read(in);
    }
}
