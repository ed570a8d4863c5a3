/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring;

import java.util.List;

/**
 * How well every coalition of modalities predicts a set of labelled examples. A coalition is a bit
 * set: bit m is set when modality m takes part; 0 is the empty one, whose accuracy is that of the
 * bias and need not be 0.
 *
 * @param modalities names, in the order of the bits
 * @param labels class per example
 * @param predicted class, [coalition][example]
 * @param crossEntropies mean negative log-probability of the label, per coalition, in nats
 */
public record CoalitionScores(
        List<String> modalities, int[] labels, int[][] predicted, double[] crossEntropies) {

    /** Share of correct examples of a coalition, 0 to 1. */
    public double accuracy(int coalition) {
        int correct = 0;
        for (int i = 0; i < labels.length; i++) {
            correct += predicted[coalition][i] == labels[i] ? 1 : 0;
        }
        return correct / (double) labels.length;
    }

    /**
     * Shapley value of every modality with the accuracy as worth; they add up to accuracy(all) -
     * accuracy(none).
     */
    public double[] contributions() {
        double[] worth = new double[predicted.length];
        for (int coalition = 0; coalition < worth.length; coalition++) {
            worth[coalition] = accuracy(coalition);
        }
        return ShapleyValues.of(worth);
    }

    /** Shapley values for one example: a coalition is worth 1 when it is right, the empty one 0. */
    public double[] contributions(int example) {
        boolean[] correct = new boolean[predicted.length];
        for (int coalition = 0; coalition < correct.length; coalition++) {
            correct[coalition] = predicted[coalition][example] == labels[example];
        }
        return ShapleyValues.ofExample(correct);
    }
}
