/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring;

/** Counts of (label, prediction) pairs; accuracy and macro F1 over them. Not thread-safe. */
public final class ConfusionMatrix {
    private final long[][] counts;

    /**
     * @param classes number of classes C, at least 1
     */
    public ConfusionMatrix(int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("classes must be at least 1, was " + classes);
        }
        counts = new long[classes][classes];
    }

    /** Counts one example. */
    public void add(int label, int predicted) {
        counts[label][predicted]++;
    }

    /** Counts examples; those with a negative label or prediction are left out. */
    public void add(int[] labels, int[] predicted) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= 0 && predicted[i] >= 0) {
                add(labels[i], predicted[i]);
            }
        }
    }

    /** Share of correct examples, 0 to 1; NaN before the first. */
    public double accuracy() {
        long correct = 0;
        long all = 0;
        for (int c = 0; c < counts.length; c++) {
            correct += counts[c][c];
            for (long count : counts[c]) {
                all += count;
            }
        }
        return (double) correct / all;
    }

    /**
     * Mean of the F1 scores of all C classes, 0 to 1. A class without support, or never predicted,
     * counts 0.
     */
    public double macroF1() {
        double sum = 0;
        for (int c = 0; c < counts.length; c++) {
            long support = 0;
            long predicted = 0;
            for (int other = 0; other < counts.length; other++) {
                support += counts[c][other];
                predicted += counts[other][c];
            }
            // 2 P R / (P + R) with P = tp / predicted and R = tp / support
            sum += counts[c][c] == 0 ? 0 : 2.0 * counts[c][c] / (support + predicted);
        }
        return sum / counts.length;
    }
}
