/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import java.util.Map;

/**
 * What one training step did. Scores are from the forward pass before the update, on the features
 * as the encoders gave them (not masked by the method): they are the learner score.
 *
 * @param step number of the step, 1 for the first; a skipped step has a number too
 * @param loss the whole loss that was differentiated; NaN or infinite when the step was skipped for
 *     that reason
 * @param losses the named parts of the loss, each before weighting
 * @param skipped whether the update was left out, because the loss or a gradient was not finite or
 *     nothing was left to train on, or training is frozen; then neither weights nor optimizer nor
 *     method changed
 * @param learningRate learning rate of this step
 * @param labels class index per example of the fresh batch, -1 where unknown
 * @param predicted joint class per example of the fresh batch
 * @param predictedByModality class by the split logits of each modality, -1 where the modality is
 *     missing
 * @param labelProbabilities probability that the split logits of each modality give to the label,
 *     per example of the fresh batch; NaN where the modality is missing or was not scored
 * @param exampleLosses cross-entropy of the joint logits, {@code -ln p(label)}, per example of the
 *     fresh batch; NaN where the label is unknown or the example was not scored
 * @param modalities one report per modality, in the network's order
 * @param methodMonitors the balancing method's own figures
 * @param method name of the balancing method as configured, for example {@code
 *     ogm-ge+joint-with-unimodal-losses}
 * @param examples number of fresh examples
 * @param replayed number of examples that the method brought back
 * @param frozen whether the update was left out because training is frozen
 */
public record StepReport(
        long step,
        double loss,
        Map<String, Double> losses,
        boolean skipped,
        double learningRate,
        int[] labels,
        int[] predicted,
        Map<String, int[]> predictedByModality,
        Map<String, double[]> labelProbabilities,
        double[] exampleLosses,
        Map<String, ModalityReport> modalities,
        Map<String, Double> methodMonitors,
        String method,
        int examples,
        int replayed,
        boolean frozen) {}
