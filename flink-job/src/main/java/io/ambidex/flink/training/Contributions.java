/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.monitoring.CoalitionScores;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each modality contributes to the accuracy on a mini-batch, measured every few steps.
 *
 * @param everySteps steps from one measurement to the next; 0 for never
 */
record Contributions(int everySteps) {

    /**
     * Shapley values by modality before the update of {@code step}; empty in steps without a
     * measurement. The learner is not changed.
     */
    Map<String, Double> before(long step, Learner learner, MiniBatch batch) {
        Map<String, Double> contributions = new TreeMap<>();
        if (everySteps > 0 && step % everySteps == 0) {
            CoalitionScores scores = learner.coalitions(List.of(batch));
            double[] values = scores.contributions();
            for (int m = 0; m < values.length; m++) {
                contributions.put(scores.modalities().get(m), values[m]);
            }
        }
        return contributions;
    }
}
