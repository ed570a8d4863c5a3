/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import io.ambidex.model.monitoring.DiscrepancyRatio;
import io.ambidex.model.monitoring.SplitScores;
import io.ambidex.model.network.AttentionReading;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what a step tells. With several passes, scores are those before the first update,
 * gradients are taken from the last pass that trains the modality, and losses are added up by name.
 */
final class ReportBuilder {
    private final MiniBatch fresh;
    private final List<String> modalities;
    private MiniBatch batch;
    private StepScores scores;
    private double loss;
    private final Map<String, Double> losses = new LinkedHashMap<>();
    private final Double[] traces;
    private final Double[] norms;
    private final Double[] coefficients;
    private final Boolean[] windows;
    private final Map<String, Double> figures = new LinkedHashMap<>();

    ReportBuilder(MiniBatch fresh, List<String> modalities) {
        this.fresh = fresh;
        this.modalities = modalities;
        batch = fresh;
        traces = new Double[modalities.size()];
        norms = new Double[modalities.size()];
        coefficients = new Double[modalities.size()];
        windows = new Boolean[modalities.size()];
    }

    void batch(MiniBatch selected) {
        batch = selected;
    }

    void scores(StepScores before) {
        scores = before.ofFresh(batch, fresh);
    }

    /** Takes over what the network tells of its attention. */
    void attention(AttentionReading reading) {
        figures.putAll(reading.figures());
    }

    void losses(double total, Map<String, Double> named) {
        loss += total;
        named.forEach((name, value) -> losses.merge(name, value, Double::sum));
    }

    void update(UpdatePass update) {
        for (int m = 0; m < modalities.size(); m++) {
            if (update.trains(m)) {
                traces[m] = update.squaredNorm(m);
                norms[m] = Math.sqrt(update.squaredNormNow(m));
                coefficients[m] = update.coefficient(m);
                windows[m] = update.primeLearningWindow(m);
            }
        }
    }

    StepReport build(
            long step,
            boolean updated,
            boolean frozen,
            double learningRate,
            Map<String, Double> monitors,
            String method) {
        return new StepReport(
                step,
                loss,
                losses,
                !updated,
                learningRate,
                fresh.labels(),
                scores == null ? unknown() : scores.predicted(),
                predictedByModality(),
                labelProbabilities(),
                exampleLosses(),
                modalityReports(),
                withFigures(monitors),
                method,
                fresh.size(),
                batch.replayedCount(),
                frozen);
    }

    private Map<String, Double> withFigures(Map<String, Double> monitors) {
        if (figures.isEmpty()) {
            return monitors;
        }
        Map<String, Double> all = new LinkedHashMap<>(figures);
        all.putAll(monitors);
        return all;
    }

    private int[] unknown() {
        int[] none = new int[fresh.size()];
        Arrays.fill(none, -1);
        return none;
    }

    private Map<String, int[]> predictedByModality() {
        Map<String, int[]> predicted = new LinkedHashMap<>();
        for (int m = 0; m < modalities.size(); m++) {
            predicted.put(
                    modalities.get(m), scores == null ? unknown() : scores.split().predicted(m));
        }
        return predicted;
    }

    private Map<String, double[]> labelProbabilities() {
        Map<String, double[]> probabilities = new LinkedHashMap<>();
        for (int m = 0; m < modalities.size(); m++) {
            double[] own = new double[fresh.size()];
            for (int i = 0; i < own.length; i++) {
                boolean labelled = scores != null && fresh.examples().get(i).label() >= 0;
                own[i] = labelled ? Math.exp(scores.split().logProbability(m, i)) : Double.NaN;
            }
            probabilities.put(modalities.get(m), own);
        }
        return probabilities;
    }

    private double[] exampleLosses() {
        double[] losses = new double[fresh.size()];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = scores == null ? Double.NaN : -scores.logProbabilities()[i];
        }
        return losses;
    }

    private Map<String, ModalityReport> modalityReports() {
        SplitScores split = scores == null ? null : scores.split();
        double[] means = new double[modalities.size()];
        for (int m = 0; m < means.length; m++) {
            means[m] = split == null ? Double.NaN : split.meanProbability(m);
        }
        double[] ratios = DiscrepancyRatio.of(means);
        Map<String, ModalityReport> reports = new LinkedHashMap<>();
        for (int m = 0; m < means.length; m++) {
            boolean scored = !Double.isNaN(means[m]);
            reports.put(
                    modalities.get(m),
                    new ModalityReport(
                            scored ? ratios[m] : null,
                            coefficients[m],
                            traces[m],
                            windows[m],
                            norms[m],
                            scored ? split.accuracy(m) : null,
                            scored ? means[m] : null,
                            missingRate(m)));
        }
        return reports;
    }

    private double missingRate(int modality) {
        return fresh.size() == 0 ? 0 : 1 - (double) fresh.presentCount(modality) / fresh.size();
    }
}
