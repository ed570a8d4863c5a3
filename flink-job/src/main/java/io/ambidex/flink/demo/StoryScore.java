/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;

/**
 * How one learner did in a part of the run, every example scored before it is trained on.
 *
 * @param method balancing method of the learner
 * @param firstExamples examples of the first whole mini-batches of the part
 * @param examples examples of all whole mini-batches of the part
 * @param servable in evaluation mode: as a predictor with the weights of that moment
 * @param learner in the forward pass of training, which normalises with the statistics of the
 *     mini-batch itself and so adapts to a change of the input at once
 * @param contribution mean Shapley value of each modality, in evaluation mode
 */
@JsonPropertyOrder(alphabetic = false)
record StoryScore(
        String method,
        long firstExamples,
        long examples,
        Accuracy servable,
        Accuracy learner,
        Map<String, Double> contribution) {

    /**
     * Accuracies, 0 to 1, by {@code joint} and the names of the modalities.
     *
     * @param first on the first examples: what the learner could do when the part began
     * @param whole on all examples: learning went on meanwhile
     */
    @JsonPropertyOrder(alphabetic = false)
    record Accuracy(Map<String, Double> first, Map<String, Double> whole) {}
}
