/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;

/**
 * How one learner did in a part of the run. Accuracies are 0 to 1, by {@code joint} and the names
 * of the modalities; every example is scored before it is trained on, in evaluation mode, as a
 * predictor with the weights of that moment would have scored it.
 *
 * @param method balancing method of the learner
 * @param firstExamples examples of the first whole mini-batches of the part
 * @param firstAccuracy accuracy on them: what it could do when the part began
 * @param examples examples of all whole mini-batches of the part
 * @param accuracy accuracy on them: learning went on meanwhile
 * @param learnerAccuracy accuracy of the training passes on the same examples, which know the
 *     statistics of the mini-batch
 * @param contribution mean Shapley value of each modality; empty when it was not measured
 */
@JsonPropertyOrder(alphabetic = false)
record StoryScore(
        String method,
        long firstExamples,
        Map<String, Double> firstAccuracy,
        long examples,
        Map<String, Double> accuracy,
        Map<String, Double> learnerAccuracy,
        Map<String, Double> contribution) {}
