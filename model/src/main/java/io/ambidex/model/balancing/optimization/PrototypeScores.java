/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import java.util.Arrays;

/**
 * How well one modality tells the classes by the distances of its features to their prototypes;
 * means over the rows that count.
 *
 * @param rows number of rows that count
 * @param score mean of {@code q[y]}, q the softmax of the negative distances; in [0, 1]
 * @param loss mean of {@code -log q[y]}, in nats
 * @param entropy mean of the entropy of q, in nats
 * @param distance mean Euclidean distance to the prototype of the label
 */
record PrototypeScores(int rows, double score, double loss, double entropy, double distance) {

    /**
     * @param similarities negative distances (B, C), row-major; far below all others for a class
     *     without prototype
     * @param labels B
     * @param weights B; a row counts when it is positive
     */
    static PrototypeScores of(double[] similarities, int[] labels, double[] weights) {
        int classes = labels.length == 0 ? 0 : similarities.length / labels.length;
        int rows = 0;
        double score = 0;
        double loss = 0;
        double entropy = 0;
        double distance = 0;
        for (int i = 0; i < labels.length; i++) {
            if (weights[i] <= 0) {
                continue;
            }
            double[] row = Arrays.copyOfRange(similarities, i * classes, (i + 1) * classes);
            double logSum = logSumOfExponentials(row);
            rows++;
            distance -= row[labels[i]];
            loss += logSum - row[labels[i]];
            score += Math.exp(row[labels[i]] - logSum);
            for (double similarity : row) {
                double log = similarity - logSum;
                entropy -= Math.exp(log) * log;
            }
        }
        return new PrototypeScores(
                rows, score / rows, loss / rows, entropy / rows, distance / rows);
    }

    private static double logSumOfExponentials(double[] values) {
        double largest = Arrays.stream(values).max().orElseThrow();
        double sum = 0;
        for (double value : values) {
            sum += Math.exp(value - largest);
        }
        return largest + Math.log(sum);
    }
}
