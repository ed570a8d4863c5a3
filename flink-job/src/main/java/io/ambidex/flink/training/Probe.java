/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.model.learning.Evaluation;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.monitoring.CoalitionScores;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks every few steps at a mini-batch as a predictor would, before the update. The learner is not
 * changed.
 *
 * <p>The learner score comes from the forward pass of training, in which a layer such as batch norm
 * normalises with the statistics of the mini-batch itself: when the input changes, it adapts within
 * the same batch. A predictor cannot do that.
 *
 * @param everySteps steps from one look to the next; 0 for never
 */
record Probe(int everySteps) {

    /**
     * What was seen; empty in steps without a look.
     *
     * @param contribution Shapley value by modality, with the accuracy as worth
     * @param accuracy accuracy in evaluation mode, joint and by the split logits of every modality
     */
    record Result(Map<String, Double> contribution, Map<String, Double> accuracy) {
        static final Result NONE = new Result(Map.of(), Map.of());
    }

    Result before(long step, Learner learner, MiniBatch batch) {
        if (everySteps == 0 || step % everySteps != 0) {
            return Result.NONE;
        }
        CoalitionScores scores = learner.coalitions(List.of(batch));
        Evaluation said = learner.evaluate(batch);
        Map<String, Double> contribution = new TreeMap<>();
        Map<String, Double> accuracy = new TreeMap<>();
        accuracy.put(Scores.JOINT, share(batch.labels(), said.predicted()));
        double[] values = scores.contributions();
        for (int m = 0; m < values.length; m++) {
            String modality = scores.modalities().get(m);
            contribution.put(modality, values[m]);
            if (batch.presentCount(m) > 0) {
                accuracy.put(modality, share(batch.labels(), said.predicted(modality)));
            }
        }
        return new Result(contribution, accuracy);
    }

    /** Share of right answers; -1 stands for a modality that is missing, which is left out. */
    private static double share(int[] labels, int[] predicted) {
        int known = 0;
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            known += predicted[i] >= 0 ? 1 : 0;
            right += predicted[i] == labels[i] ? 1 : 0;
        }
        return (double) right / known;
    }
}
