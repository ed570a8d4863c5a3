/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import io.ambidex.model.monitoring.SplitScores;

/**
 * The learner score of one batch: joint classes, and what each modality says alone.
 *
 * @param predicted joint class per row
 * @param logProbabilities what the joint logits give to the label, per row; NaN where it is unknown
 * @param split scores of the split logits
 */
record StepScores(int[] predicted, double[] logProbabilities, SplitScores split) {

    /** From the rows of the kernel's {@code scores}, (B, 2 + 2 M); further values are ignored. */
    static StepScores of(double[] values, MiniBatch batch) {
        int rows = batch.size();
        int modalities = batch.modalities();
        int width = 2 + 2 * modalities;
        int[] joint = new int[rows];
        double[] jointLog = new double[rows];
        int[][] predicted = new int[modalities][rows];
        double[][] logProbabilities = new double[modalities][rows];
        for (int i = 0; i < rows; i++) {
            joint[i] = (int) values[i * width];
            boolean labelled = batch.labels()[i] >= 0;
            jointLog[i] = labelled ? values[i * width + 1] : Double.NaN;
            for (int m = 0; m < modalities; m++) {
                boolean present = batch.isPresent(i, m);
                predicted[m][i] = present ? (int) values[i * width + 2 + 2 * m] : -1;
                logProbabilities[m][i] = present ? values[i * width + 3 + 2 * m] : Double.NaN;
            }
        }
        return new StepScores(
                joint, jointLog, new SplitScores(logProbabilities, predicted, batch.labels()));
    }

    /** How many values the scores of a batch take. */
    static int length(MiniBatch batch) {
        return batch.size() * (2 + 2 * batch.modalities());
    }

    /**
     * The same for the fresh examples alone, in their order; -1 and NaN for those that the method
     * left out.
     */
    StepScores ofFresh(MiniBatch batch, MiniBatch fresh) {
        if (batch == fresh) {
            return this;
        }
        int modalities = batch.modalities();
        int[] joint = new int[fresh.size()];
        double[] jointLog = new double[fresh.size()];
        int[][] classes = new int[modalities][fresh.size()];
        double[][] splitLog = new double[modalities][fresh.size()];
        for (int i = 0; i < fresh.size(); i++) {
            int row = rowOf(fresh.examples().get(i), batch);
            joint[i] = row < 0 ? -1 : predicted[row];
            jointLog[i] = row < 0 ? Double.NaN : logProbabilities[row];
            for (int m = 0; m < modalities; m++) {
                classes[m][i] = row < 0 ? -1 : split.predicted(m, row);
                splitLog[m][i] = row < 0 ? Double.NaN : split.logProbability(m, row);
            }
        }
        return new StepScores(joint, jointLog, new SplitScores(splitLog, classes, fresh.labels()));
    }

    private static int rowOf(MiniBatch.Example example, MiniBatch batch) {
        for (int row = 0; row < batch.size(); row++) {
            if (batch.examples().get(row) == example) {
                return row;
            }
        }
        return -1;
    }
}
