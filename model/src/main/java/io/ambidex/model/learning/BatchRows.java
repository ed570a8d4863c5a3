/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import java.util.Arrays;

/**
 * Labels and weights of the rows of a batch, on the host. A row without a label or without any
 * modality weighs nothing.
 */
final class BatchRows {
    private final MiniBatch batch;
    private final int[] labels;
    private final double[] weights;

    BatchRows(MiniBatch batch) {
        this.batch = batch;
        labels = batch.labels();
        weights = new double[batch.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = labels[i] >= 0 && hasAnyModality(i) ? 1 : 0;
        }
    }

    int[] labels() {
        return labels;
    }

    /** Labels as the engine takes them: 0 where unknown, which weighs nothing. */
    long[] labelIndices() {
        return Arrays.stream(labels).mapToLong(label -> Math.max(label, 0)).toArray();
    }

    void multiply(double[] factors) {
        if (factors.length != weights.length) {
            throw new IllegalArgumentException(
                    "%d row weights for a batch of %d".formatted(factors.length, weights.length));
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= factors[i];
        }
    }

    double[] weights() {
        return weights.clone();
    }

    /** Weights of the rows that have the modality; 0 elsewhere. */
    double[] weights(int modality) {
        double[] present = weights.clone();
        for (int i = 0; i < present.length; i++) {
            if (!batch.isPresent(i, modality)) {
                present[i] = 0;
            }
        }
        return present;
    }

    private boolean hasAnyModality(int row) {
        for (int m = 0; m < batch.modalities(); m++) {
            if (batch.isPresent(row, m)) {
                return true;
            }
        }
        return false;
    }
}
