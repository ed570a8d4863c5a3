/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.drift;

import io.ambidex.flink.options.DriftOptions.Signal;
import io.ambidex.flink.training.drift.WatchedSignal.Scale;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.monitoring.DiscrepancyRatio;
import io.ambidex.model.monitoring.drift.Direction;
import io.ambidex.model.monitoring.drift.DriftSignal;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The watched signals of all examples together, or of those of one stream id.
 *
 * <ul>
 *   <li>{@code loss}: the objective of every step; of one stream id the mean cross-entropy of the
 *       joint logits over its examples of the step, since an objective is of all examples together
 *   <li>{@code error}: 1 for an example whose joint class is wrong before the update, else 0; and
 *       {@code error.MODALITY} by the split logits, of the examples that have the modality
 *   <li>{@code discrepancyRatio.MODALITY}: of every step. With two modalities only that of the
 *       first: the other is its inverse
 * </ul>
 *
 * Loss and error count as drift when they rise, the ratio when it changes.
 */
final class WatchedScores {

    private final List<String> modalities;
    private final boolean together;
    private final WatchedSignal loss;
    private final WatchedSignal error;
    private final List<WatchedSignal> errors = new ArrayList<>();
    private final List<WatchedSignal> ratios = new ArrayList<>();

    /**
     * @param streamId null for all streams together
     */
    WatchedScores(DriftSettings settings, List<String> modalities, String streamId) {
        this.modalities = modalities;
        DetectorSettings detectors = settings.detectors();
        together = streamId == null;
        boolean hasLoss = settings.signals().contains(Signal.LOSS);
        loss =
                hasLoss
                        ? new WatchedSignal("loss", streamId, Scale.OPEN, Direction.UP, detectors)
                        : null;
        boolean hasError = settings.signals().contains(Signal.ERROR);
        error =
                hasError
                        ? new WatchedSignal("error", streamId, Scale.SHARE, Direction.UP, detectors)
                        : null;
        for (int m = 0; m < modalities.size(); m++) {
            String modality = modalities.get(m);
            if (hasError) {
                errors.add(
                        new WatchedSignal(
                                "error." + modality,
                                streamId,
                                Scale.SHARE,
                                Direction.UP,
                                detectors));
            }
            boolean inverse = modalities.size() == 2 && m == 1;
            if (settings.signals().contains(Signal.DISCREPANCY_RATIO) && !inverse) {
                ratios.add(
                        new WatchedSignal(
                                "discrepancyRatio." + modality,
                                streamId,
                                Scale.OPEN,
                                Direction.BOTH,
                                detectors));
            }
        }
    }

    /**
     * Takes what a step told.
     *
     * @param rows of the examples that count, in their order
     */
    void add(StepReport report, List<Integer> rows, Consumer<DriftSignal> found) {
        if (loss != null) {
            double now = together ? report.loss() : meanLoss(report, rows);
            loss.add(now, report.step(), found);
        }
        if (error != null) {
            for (int row : rows) {
                add(error, report, report.predicted()[row], row, found);
                for (int m = 0; m < errors.size(); m++) {
                    int[] said = report.predictedByModality().get(modalities.get(m));
                    add(errors.get(m), report, said[row], row, found);
                }
            }
        }
        if (!ratios.isEmpty()) {
            double[] now = ratios(report, rows);
            for (int m = 0; m < ratios.size(); m++) {
                ratios.get(m).add(now[m], report.step(), found);
            }
        }
    }

    private static void add(
            WatchedSignal signal,
            StepReport report,
            int said,
            int row,
            Consumer<DriftSignal> found) {
        int label = report.labels()[row];
        if (label >= 0 && said >= 0) {
            signal.add(said == label ? 0 : 1, report.step(), found);
        }
    }

    /** NaN when none of the examples was scored. */
    private static double meanLoss(StepReport report, List<Integer> rows) {
        return rows.stream()
                .mapToDouble(row -> report.exampleLosses()[row])
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    private double[] ratios(StepReport report, List<Integer> rows) {
        double[] means = new double[modalities.size()];
        for (int m = 0; m < means.length; m++) {
            double[] probabilities = report.labelProbabilities().get(modalities.get(m));
            means[m] =
                    rows.stream()
                            .mapToDouble(row -> probabilities[row])
                            .filter(p -> !Double.isNaN(p))
                            .average()
                            .orElse(Double.NaN);
        }
        double[] ratios = DiscrepancyRatio.of(means);
        // Of a step in which only one modality was seen there is nothing to compare.
        boolean comparable = Arrays.stream(means).filter(mean -> !Double.isNaN(mean)).count() > 1;
        if (!comparable) {
            Arrays.fill(ratios, Double.NaN);
        }
        return ratios;
    }

    void write(DataOutputStream out) throws IOException {
        for (WatchedSignal signal : all()) {
            signal.write(out);
        }
    }

    void read(DataInputStream in) throws IOException {
        for (WatchedSignal signal : all()) {
            signal.read(in);
        }
    }

    private List<WatchedSignal> all() {
        List<WatchedSignal> all = new ArrayList<>();
        if (loss != null) {
            all.add(loss);
        }
        if (error != null) {
            all.add(error);
        }
        all.addAll(errors);
        all.addAll(ratios);
        return all;
    }
}
