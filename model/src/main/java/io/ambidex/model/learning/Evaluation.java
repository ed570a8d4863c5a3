/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import java.util.Map;

/**
 * Predictions of a learner's present weights in evaluation mode; nothing was learned from the
 * batch.
 *
 * @param probabilities softmax of the joint logits, shape (B, C)
 * @param modalityProbabilities softmax of the split logits per modality, each of shape (B, C); the
 *     row of an example without the modality is {@code null}
 */
public record Evaluation(double[][] probabilities, Map<String, double[][]> modalityProbabilities) {

    /** Most probable class per example; the lowest index wins a tie. */
    public int[] predicted() {
        return argmax(probabilities);
    }

    /** Most probable class per example by one modality alone, -1 where it is missing. */
    public int[] predicted(String modality) {
        double[][] rows = modalityProbabilities.get(modality);
        if (rows == null) {
            throw new IllegalArgumentException(
                    "no modality '%s', there are %s"
                            .formatted(modality, modalityProbabilities.keySet()));
        }
        return argmax(rows);
    }

    private static int[] argmax(double[][] rows) {
        int[] classes = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            classes[i] = rows[i] == null ? -1 : argmax(rows[i]);
        }
        return classes;
    }

    private static int argmax(double[] row) {
        int best = 0;
        for (int c = 1; c < row.length; c++) {
            if (row[c] > row[best]) {
                best = c;
            }
        }
        return best;
    }
}
