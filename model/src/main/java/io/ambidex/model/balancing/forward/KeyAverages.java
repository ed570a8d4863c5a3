/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.network.AttentionReading;
import java.util.Arrays;

/**
 * Exponential averages, with bias correction, of every modality's mean key (h d/h) and of its
 * cosine with the query per head: {@code e <- decay e + (1 - decay) x}, read as {@code e / (1 -
 * decay^n)}. A batch without a modality leaves its averages alone.
 */
final class KeyAverages {
    private final int modalities;
    private final int heads;
    private final double decay;
    private final double[][] keys;
    private final double[][] cosines;

    /** {@code decay^n} of the keys and of the cosines. */
    private final double[] keyBias;

    private final double[] cosineBias;

    KeyAverages(int modalities, int width, int heads, double decay) {
        this.modalities = modalities;
        this.heads = heads;
        this.decay = decay;
        keys = new double[modalities][width];
        cosines = new double[modalities][heads];
        keyBias = new double[modalities];
        cosineBias = new double[modalities];
        forget();
    }

    /** Begins anew. */
    void forget() {
        for (double[] key : keys) {
            Arrays.fill(key, 0);
        }
        Arrays.fill(keyBias, 1);
        forgetCosines();
    }

    /** Begins the cosines anew, as after the query has turned. */
    void forgetCosines() {
        for (double[] cosine : cosines) {
            Arrays.fill(cosine, 0);
        }
        Arrays.fill(cosineBias, 1);
    }

    void add(AttentionReading reading) {
        for (int m = 0; m < modalities; m++) {
            double[] key = reading.meanKey(m);
            double[] cosine = reading.cosines(m);
            if (finite(key) && finite(cosine)) {
                blend(keys[m], key);
                blend(cosines[m], cosine);
                keyBias[m] *= decay;
                cosineBias[m] *= decay;
            }
        }
    }

    private static boolean finite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    private void blend(double[] average, double[] value) {
        for (int i = 0; i < average.length; i++) {
            average[i] = decay * average[i] + (1 - decay) * value[i];
        }
    }

    /** Mean keys of one head, (M, d/h); zeros where nothing was seen. */
    double[][] keys(int head) {
        int part = keys[0].length / heads;
        double[][] own = new double[modalities][part];
        for (int m = 0; m < modalities; m++) {
            for (int i = 0; i < part && keyBias[m] < 1; i++) {
                own[m][i] = keys[m][head * part + i] / (1 - keyBias[m]);
            }
        }
        return own;
    }

    /** Cosines of one head; NaN where nothing was seen. */
    double[] cosines(int head) {
        double[] own = new double[modalities];
        for (int m = 0; m < modalities; m++) {
            own[m] = cosineBias[m] < 1 ? cosines[m][head] / (1 - cosineBias[m]) : Double.NaN;
        }
        return own;
    }

    /** Cosines averaged over heads; NaN where nothing was seen. */
    double[] cosines() {
        double[] mean = new double[modalities];
        for (int head = 0; head < heads; head++) {
            double[] own = cosines(head);
            for (int m = 0; m < modalities; m++) {
                mean[m] += own[m] / heads;
            }
        }
        return mean;
    }

    void writeState(MethodState state) {
        for (int m = 0; m < modalities; m++) {
            state.put("keys." + m, keys[m]);
            state.put("cosines." + m, cosines[m]);
        }
        state.put("keyBias", keyBias);
        state.put("cosineBias", cosineBias);
    }

    void readState(MethodState state) {
        for (int m = 0; m < modalities; m++) {
            copy(state.numbers("keys." + m), keys[m]);
            copy(state.numbers("cosines." + m), cosines[m]);
        }
        copy(state.numbers("keyBias"), keyBias);
        copy(state.numbers("cosineBias"), cosineBias);
    }

    private static void copy(double[] from, double[] to) {
        if (from.length != to.length) {
            throw new IllegalArgumentException(
                    "averages of length " + from.length + " do not fit " + to.length);
        }
        System.arraycopy(from, 0, to, 0, to.length);
    }
}
