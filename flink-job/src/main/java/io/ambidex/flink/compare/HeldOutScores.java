/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.flink.compare.RunResult.Attention;
import io.ambidex.flink.compare.RunResult.ModalityResult;
import io.ambidex.flink.compare.RunResult.NoisePoint;
import io.ambidex.model.learning.Evaluation;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.monitoring.ConfusionMatrix;
import io.ambidex.model.monitoring.ImbalanceDegree;
import io.ambidex.model.monitoring.LinearProbe;
import io.ambidex.model.network.ModalitySpec;
import java.util.ArrayList;
import java.util.List;

/** What a trained learner is worth on held-out examples; changes nothing in it. */
final class HeldOutScores {
    private static final int BATCH = 64;

    private final Learner learner;
    private final Recording recording;
    private final List<ModalitySpec> modalities;

    /**
     * @param recording its held-out examples are scored; its training examples fit the probes and
     *     make the babble
     */
    HeldOutScores(Learner learner, Recording recording) {
        this.learner = learner;
        this.recording = recording;
        this.modalities = learner.networkSpec().modalities();
    }

    /** Accuracy of the joint prediction, 0 to 1. */
    double accuracy(List<MiniBatch.Example> examples) {
        return confusion(examples).accuracy();
    }

    /** Predictions of the joint logits against the labels. */
    ConfusionMatrix confusion(List<MiniBatch.Example> examples) {
        ConfusionMatrix matrix = new ConfusionMatrix(recording.classes().size());
        for (MiniBatch batch : batches(examples)) {
            matrix.add(batch.labels(), learner.evaluate(batch).predicted());
        }
        return matrix;
    }

    /** Every modality's own accuracy, contribution and robustness. */
    List<ModalityResult> modalities(RunPlan.Scoring scoring) {
        List<MiniBatch> batches = batches(recording.heldOut());
        double[] contributions = learner.coalitions(batches).contributions();
        AttentionShares attention = AttentionShares.of(learner, batches);
        List<ModalityResult> results = new ArrayList<>();
        for (int m = 0; m < modalities.size(); m++) {
            results.add(
                    new ModalityResult(
                            modalities.get(m).name(),
                            split(batches, m),
                            scoring.probeExamples() == 0 ? null : probe(m, scoring.probeExamples()),
                            contributions[m],
                            modalities.size() == 1 ? null : accuracy(without(m)),
                            attention.of(m),
                            noisy(m, scoring.noiseDecibels())));
        }
        return results;
    }

    /** Mean absolute difference between the contributions of two modalities. */
    static double imbalance(List<ModalityResult> modalities) {
        return ImbalanceDegree.of(
                        modalities.stream().mapToDouble(ModalityResult::contribution).toArray())
                .meanPairwiseGap();
    }

    private double split(List<MiniBatch> batches, int modality) {
        int right = 0;
        int present = 0;
        for (MiniBatch batch : batches) {
            Evaluation evaluation = learner.evaluate(batch);
            int[] predicted = evaluation.predicted(modalities.get(modality).name());
            for (int i = 0; i < predicted.length; i++) {
                present += predicted[i] >= 0 ? 1 : 0;
                right += predicted[i] == batch.examples().get(i).label() ? 1 : 0;
            }
        }
        return (double) right / present;
    }

    private double probe(int modality, int most) {
        List<MiniBatch.Example> fitted =
                present(Recording.sample(recording.train(), most), modality);
        List<MiniBatch.Example> scored = present(recording.heldOut(), modality);
        return LinearProbe.fit(
                        features(fitted, modality), labels(fitted), recording.classes().size())
                .accuracy(features(scored, modality), labels(scored));
    }

    private float[][] features(List<MiniBatch.Example> examples, int modality) {
        List<float[]> rows = new ArrayList<>();
        for (MiniBatch batch : batches(examples)) {
            rows.addAll(List.of(learner.features(batch, modalities.get(modality).name())));
        }
        return rows.toArray(float[][]::new);
    }

    private List<MiniBatch.Example> without(int modality) {
        return recording.heldOut().stream()
                .map(example -> example.replayOf(m -> m != modality))
                .filter(example -> example.media().stream().anyMatch(media -> media != null))
                .toList();
    }

    private List<NoisePoint> noisy(int modality, List<Double> decibels) {
        if (decibels.isEmpty()) {
            return List.of();
        }
        MediaNoise noise =
                MediaNoise.of(modalities.get(modality).input(), modality, recording.train());
        List<NoisePoint> points = new ArrayList<>();
        for (double decibel : decibels) {
            List<MiniBatch.Example> noisy = noise.applyTo(recording.heldOut(), modality, decibel);
            Attention attention = AttentionShares.of(learner, batches(noisy)).of(modality);
            points.add(
                    new NoisePoint(
                            decibel, accuracy(noisy), attention == null ? null : attention.mass()));
        }
        return points;
    }

    private List<MiniBatch> batches(List<MiniBatch.Example> examples) {
        return Recording.batches(examples, modalities.size(), BATCH);
    }

    private static List<MiniBatch.Example> present(List<MiniBatch.Example> examples, int modality) {
        return examples.stream().filter(e -> e.media().get(modality) != null).toList();
    }

    private static int[] labels(List<MiniBatch.Example> examples) {
        return examples.stream().mapToInt(MiniBatch.Example::label).toArray();
    }
}
