/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import io.ambidex.model.network.AttentionReading;
import io.ambidex.model.network.AttentionShape;
import java.util.Arrays;

/** Mean over mini-batches of the mean keys; a short mini-batch counts as much as a full one. */
final class WindowKeys {
    private final AttentionShape shape;
    private final double[][] sums;
    private final int[] batches;
    private double[] query = new double[0];

    WindowKeys(int modalities, AttentionShape shape) {
        this.shape = shape;
        sums = new double[modalities][shape.width()];
        batches = new int[modalities];
    }

    void add(AttentionReading reading) {
        query = reading.query();
        for (int m = 0; m < sums.length; m++) {
            double[] key = reading.meanKey(m);
            if (Arrays.stream(key).allMatch(Double::isFinite)) {
                batches[m]++;
                for (int i = 0; i < key.length; i++) {
                    sums[m][i] += key[i];
                }
            }
        }
    }

    /** The query of the last mini-batch; without joint layers that of all. */
    double[] query() {
        return query;
    }

    /** (heads, M, d / heads); zeros for a modality that no mini-batch has. */
    double[][][] keys() {
        int part = shape.headWidth();
        double[][][] keys = new double[shape.heads()][sums.length][part];
        for (int head = 0; head < keys.length; head++) {
            for (int m = 0; m < sums.length; m++) {
                for (int i = 0; i < part && batches[m] > 0; i++) {
                    keys[head][m][i] = sums[m][head * part + i] / batches[m];
                }
            }
        }
        return keys;
    }
}
