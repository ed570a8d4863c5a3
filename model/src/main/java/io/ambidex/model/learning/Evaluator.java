/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.StepScope;
import io.ambidex.model.network.AttentionReading;
import io.ambidex.model.network.MultimodalNetwork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Predictions in evaluation mode. */
final class Evaluator {
    private final MultimodalNetwork network;
    private final StepKernel kernel;

    Evaluator(MultimodalNetwork network, StepKernel kernel) {
        this.network = network;
        this.kernel = kernel;
    }

    Evaluation evaluate(MiniBatch batch) {
        List<String> modalities = network.spec().modalityNames();
        int rows = batch.size();
        int classes = network.spec().classes().size();
        double[] values = rows == 0 ? new double[0] : probabilities(batch);
        double[][] joint = rows(values, 0, rows, classes);
        Map<String, double[][]> split = new LinkedHashMap<>();
        for (int m = 0; m < modalities.size(); m++) {
            double[][] own = rows(values, (m + 1) * rows * classes, rows, classes);
            for (int i = 0; i < rows; i++) {
                if (!batch.isPresent(i, m)) {
                    own[i] = null;
                }
            }
            split.put(modalities.get(m), own);
        }
        return new Evaluation(joint, split);
    }

    /** (B, D) of one modality. */
    float[][] features(MiniBatch batch, String modality) {
        int index = network.spec().modalityNames().indexOf(modality);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "no modality '%s', there are %s"
                            .formatted(modality, network.spec().modalityNames()));
        }
        int width = network.featureWidth(modality);
        float[][] rows = new float[batch.size()][width];
        if (batch.size() == 0) {
            return rows;
        }
        try (StepScope scope = StepScope.open(network.manager());
                GradMode off = GradMode.off()) {
            NDArray features = network.features(scope.manager(), batch::media).get(index);
            double[] values = HostValues.of(features);
            for (int i = 0; i < values.length; i++) {
                rows[i / width][i % width] = (float) values[i];
            }
        }
        return rows;
    }

    /** Where the class token looks; empty without one, or without examples. */
    Optional<AttentionReading> attention(MiniBatch batch) {
        if (batch.size() == 0) {
            return Optional.empty();
        }
        try (StepScope scope = StepScope.open(network.manager());
                GradMode off = GradMode.off()) {
            NDList features = network.features(scope.manager(), batch::media);
            NDArray presence = network.presence(scope.manager(), batch.size(), batch::isPresent);
            return network.attention(features, presence);
        }
    }

    /** (1 + M, B, C): joint, then every modality. */
    private double[] probabilities(MiniBatch batch) {
        try (StepScope scope = StepScope.open(network.manager());
                GradMode off = GradMode.off()) {
            NDList features = network.features(scope.manager(), batch::media);
            NDArray presence = network.presence(scope.manager(), batch.size(), batch::isPresent);
            NDArray joint = network.logits(features, presence);
            NDList split = network.splitLogits(features);
            return HostValues.of(kernel.probabilities(scope.manager(), joint, split));
        }
    }

    private static double[][] rows(double[] values, int from, int rows, int classes) {
        double[][] table = new double[rows][classes];
        for (int i = 0; i < rows; i++) {
            for (int c = 0; c < classes; c++) {
                table[i][c] = values[from + i * classes + c];
            }
        }
        return table;
    }
}
