/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring;

/**
 * How well each modality alone predicts the labels of one batch: the log-probability and the class
 * of its split logits {@code z_m = W_m f_m + b/M} for every example, on the host.
 *
 * <p>Only examples with a label count, and for modality m only those that have m. Means over no
 * example are {@code NaN}.
 */
public final class SplitScores {
    private final double[][] logProbabilities;
    private final int[][] predicted;
    private final int[] labels;

    /**
     * @param logProbabilities log-probability of the label, [modality][example]; {@code NaN} where
     *     the modality is missing
     * @param predicted class by the split logits, [modality][example]; -1 where the modality is
     *     missing
     * @param labels class per example; -1 where unknown
     */
    public SplitScores(double[][] logProbabilities, int[][] predicted, int[] labels) {
        this.logProbabilities = logProbabilities;
        this.predicted = predicted;
        this.labels = labels;
    }

    /**
     * From logits on the host.
     *
     * @param logits split logits, [modality][example][class]; {@code null} for an example without
     *     the modality
     * @param labels class per example; -1 where unknown
     */
    public static SplitScores ofLogits(double[][][] logits, int[] labels) {
        double[][] logProbabilities = new double[logits.length][labels.length];
        int[][] predicted = new int[logits.length][labels.length];
        for (int m = 0; m < logits.length; m++) {
            for (int i = 0; i < labels.length; i++) {
                double[] row = logits[m][i];
                predicted[m][i] = row == null ? -1 : argmax(row);
                logProbabilities[m][i] =
                        row == null
                                ? Double.NaN
                                : row[Math.max(labels[i], 0)] - logSumOfExponentials(row);
            }
        }
        return new SplitScores(logProbabilities, predicted, labels);
    }

    private static int argmax(double[] row) {
        int best = 0;
        for (int c = 1; c < row.length; c++) {
            best = row[c] > row[best] ? c : best;
        }
        return best;
    }

    private static double logSumOfExponentials(double[] row) {
        double largest = row[argmax(row)];
        double sum = 0;
        for (double value : row) {
            sum += Math.exp(value - largest);
        }
        return largest + Math.log(sum);
    }

    /** Number of modalities, M. */
    public int modalities() {
        return logProbabilities.length;
    }

    /** Number of labelled examples that have the modality. */
    public int count(int modality) {
        int count = 0;
        for (int i = 0; i < labels.length; i++) {
            if (counts(modality, i)) {
                count++;
            }
        }
        return count;
    }

    /** Whether any labelled example has the modality. */
    public boolean isPresent(int modality) {
        return count(modality) > 0;
    }

    /** Sum of the label's probability, {@code S_m}, between 0 and B. */
    public double sumProbability(int modality) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            if (counts(modality, i)) {
                sum += Math.exp(logProbabilities[modality][i]);
            }
        }
        return sum;
    }

    /** Mean probability of the label, 0 to 1. */
    public double meanProbability(int modality) {
        return sumProbability(modality) / count(modality);
    }

    /** Mean log-probability of the label, at most 0; higher is better. */
    public double meanLogProbability(int modality) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            if (counts(modality, i)) {
                sum += logProbabilities[modality][i];
            }
        }
        return sum / count(modality);
    }

    /** Share of correct examples, 0 to 1. */
    public double accuracy(int modality) {
        int correct = 0;
        for (int i = 0; i < labels.length; i++) {
            if (counts(modality, i) && predicted[modality][i] == labels[i]) {
                correct++;
            }
        }
        return (double) correct / count(modality);
    }

    /** Class by the modality alone of one example, -1 where it is missing. */
    public int predicted(int modality, int example) {
        return predicted[modality][example];
    }

    /** Log-probability of the label of one example, NaN where the modality is missing. */
    public double logProbability(int modality, int example) {
        return logProbabilities[modality][example];
    }

    /** Class by the modality alone per example, -1 where it is missing; a new array. */
    public int[] predicted(int modality) {
        return predicted[modality].clone();
    }

    /**
     * Average lead of a modality over all worse ones, in nats: the mean of {@code s_m - s_j} over
     * the modalities j with {@code s_j < s_m}, with s the mean log-probability over the examples
     * that have both; 0 if there is none. InfoReg, arXiv 2503.18595, equations 9 and 10, with the
     * sign of the score such that higher is better.
     */
    public double lead(int modality) {
        double sum = 0;
        int worse = 0;
        for (int other = 0; other < modalities(); other++) {
            double gap = other == modality ? 0 : meanGap(modality, other);
            if (gap > 0) {
                sum += gap;
                worse++;
            }
        }
        return worse == 0 ? 0 : sum / worse;
    }

    private double meanGap(int modality, int other) {
        double own = 0;
        double others = 0;
        int both = 0;
        for (int i = 0; i < labels.length; i++) {
            if (counts(modality, i) && counts(other, i)) {
                own += logProbabilities[modality][i];
                others += logProbabilities[other][i];
                both++;
            }
        }
        return both == 0 ? 0 : own / both - others / both;
    }

    private boolean counts(int modality, int example) {
        return labels[example] >= 0 && !Double.isNaN(logProbabilities[modality][example]);
    }
}
