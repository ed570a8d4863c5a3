/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring;

/**
 * How much of the classes a linear layer can read from frozen features: what an encoder has
 * learned, whatever head it was trained with. Multinomial logistic regression on standardised
 * features, with Adam over the whole batch and a fixed number of rounds, so that equal features
 * give an equal probe.
 *
 * <p>Linear probes as measures of representations: "Understanding intermediate layers using linear
 * classifier probes", arXiv 1610.01644.
 */
public final class LinearProbe {

    private static final int ROUNDS = 400;
    private static final double RATE = 0.05;
    private static final double PENALTY = 1e-4;

    private final double[] mean;
    private final double[] scale;
    private final double[][] weights;

    private LinearProbe(double[] mean, double[] scale, double[][] weights) {
        this.mean = mean;
        this.scale = scale;
        this.weights = weights;
    }

    /**
     * Fits a probe.
     *
     * @param features shape (N, D), N and D at least 1
     * @param labels class per row, 0 to classes - 1, length N
     * @param classes number of classes, at least 2
     * @throws IllegalArgumentException if the numbers of rows differ or there are none
     */
    public static LinearProbe fit(float[][] features, int[] labels, int classes) {
        if (features.length == 0 || features.length != labels.length) {
            throw new IllegalArgumentException(
                    "a probe needs one label for each row of features, at least one, but there are "
                            + features.length
                            + " rows and "
                            + labels.length
                            + " labels");
        }
        int width = features[0].length;
        double[] mean = new double[width];
        double[] scale = new double[width];
        standardise(features, mean, scale);
        LinearProbe probe = new LinearProbe(mean, scale, new double[classes][width + 1]);
        double[][] rows = new double[features.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = probe.row(features[i]);
        }
        probe.train(rows, labels);
        return probe;
    }

    /** Share of rows whose most probable class is the label, 0 to 1. */
    public double accuracy(float[][] features, int[] labels) {
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            right += predict(features[i]) == labels[i] ? 1 : 0;
        }
        return (double) right / labels.length;
    }

    /** The most probable class of one row of features; the lowest index wins a tie. */
    public int predict(float[] features) {
        double[] scores = scores(row(features));
        int best = 0;
        for (int c = 1; c < scores.length; c++) {
            if (scores[c] > scores[best]) {
                best = c;
            }
        }
        return best;
    }

    private static void standardise(float[][] features, double[] mean, double[] scale) {
        for (int d = 0; d < mean.length; d++) {
            double sum = 0;
            double squares = 0;
            for (float[] row : features) {
                sum += row[d];
                squares += (double) row[d] * row[d];
            }
            mean[d] = sum / features.length;
            double variance = Math.max(0, squares / features.length - mean[d] * mean[d]);
            scale[d] = variance < 1e-12 ? 0 : 1 / Math.sqrt(variance);
        }
    }

    /** Standardised features and a constant for the bias. */
    private double[] row(float[] features) {
        double[] row = new double[mean.length + 1];
        for (int d = 0; d < mean.length; d++) {
            row[d] = (features[d] - mean[d]) * scale[d];
        }
        row[mean.length] = 1;
        return row;
    }

    private double[] scores(double[] row) {
        double[] scores = new double[weights.length];
        for (int c = 0; c < weights.length; c++) {
            double sum = 0;
            for (int d = 0; d < row.length; d++) {
                sum += weights[c][d] * row[d];
            }
            scores[c] = sum;
        }
        return scores;
    }

    private void train(double[][] rows, int[] labels) {
        int width = mean.length + 1;
        double[][] first = new double[weights.length][width];
        double[][] second = new double[weights.length][width];
        for (int round = 1; round <= ROUNDS; round++) {
            double[][] gradient = gradient(rows, labels);
            double bias1 = 1 - Math.pow(0.9, round);
            double bias2 = 1 - Math.pow(0.999, round);
            for (int c = 0; c < weights.length; c++) {
                for (int d = 0; d < width; d++) {
                    double g = gradient[c][d];
                    first[c][d] = 0.9 * first[c][d] + 0.1 * g;
                    second[c][d] = 0.999 * second[c][d] + 0.001 * g * g;
                    weights[c][d] -=
                            RATE * (first[c][d] / bias1) / (Math.sqrt(second[c][d] / bias2) + 1e-8);
                }
            }
        }
    }

    private double[][] gradient(double[][] rows, int[] labels) {
        int width = mean.length + 1;
        double[][] gradient = new double[weights.length][width];
        for (int i = 0; i < rows.length; i++) {
            double[] error = softmax(scores(rows[i]));
            error[labels[i]] -= 1;
            for (int c = 0; c < error.length; c++) {
                double e = error[c] / rows.length;
                for (int d = 0; d < width; d++) {
                    gradient[c][d] += e * rows[i][d];
                }
            }
        }
        for (int c = 0; c < gradient.length; c++) {
            for (int d = 0; d < width - 1; d++) {
                gradient[c][d] += PENALTY * weights[c][d];
            }
        }
        return gradient;
    }

    private static double[] softmax(double[] scores) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            largest = Math.max(largest, score);
        }
        double sum = 0;
        double[] shares = new double[scores.length];
        for (int c = 0; c < scores.length; c++) {
            shares[c] = Math.exp(scores[c] - largest);
            sum += shares[c];
        }
        for (int c = 0; c < scores.length; c++) {
            shares[c] /= sum;
        }
        return shares;
    }
}
