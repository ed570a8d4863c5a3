/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import java.util.List;
import java.util.Map;

/**
 * What one run has measured. Accuracies and shares are 0 to 1.
 *
 * @param fingerprint of the plan and the examples, see {@link RunPlan#fingerprint}
 * @param method the method as the reports call it
 * @param seed seed of the run
 * @param learningRate learning rate at the first step
 * @param examples training examples of one pass, without those that the method holds out
 * @param steps steps over all passes
 * @param skippedSteps steps without an update, because loss or gradient was not finite
 * @param prequential accuracy on the examples of the first pass, each before it was learned from;
 *     later passes have seen them
 * @param heldOut accuracy at the end on the held-out examples
 * @param macroF1 mean F1 over the classes on the held-out examples
 * @param modalities one entry per modality, in the network's order
 * @param imbalance mean absolute difference of two modalities' contributions
 * @param learned prequential accuracy over the run, in equal parts
 * @param heldOutCurve held-out accuracy over the run, on a sample of the examples
 * @param monitors the last value of each of the method's own figures, by name
 * @param relativeTime time of a step divided by that of a joint step on the same batch, measured in
 *     turns in the same process; null when too few were measured
 * @param microsPerExample training time of one example in microseconds; null likewise
 * @param peakMemoryBytes most resident memory of the process; null where the system does not tell
 * @param seconds how long the run took
 */
record RunResult(
        String fingerprint,
        String method,
        long seed,
        double learningRate,
        long examples,
        long steps,
        long skippedSteps,
        double prequential,
        double heldOut,
        double macroF1,
        List<ModalityResult> modalities,
        double imbalance,
        List<CurvePoint> learned,
        List<CurvePoint> heldOutCurve,
        Map<String, Double> monitors,
        Double relativeTime,
        Double microsPerExample,
        Long peakMemoryBytes,
        double seconds) {

    /**
     * @param examples training examples seen so far, repeated ones counted again
     * @param accuracy 0 to 1
     */
    record CurvePoint(long examples, double accuracy) {}

    /**
     * What one modality does and what is left without it.
     *
     * @param name its name
     * @param split held-out accuracy of its split logits
     * @param probe held-out accuracy of a linear probe on its frozen encoder; null without probes
     * @param contribution its Shapley value, with the accuracy as worth and zeros for what is
     *     absent
     * @param missing held-out accuracy of the whole without it; null when it is the only one
     * @param attention where the class token looks; null unless the fusion attends
     * @param noisy the whole with noise on it, per level
     */
    record ModalityResult(
            String name,
            double split,
            Double probe,
            double contribution,
            Double missing,
            Attention attention,
            List<NoisePoint> noisy) {}

    /**
     * What a modality has of the class token of an attention fusion, on the held-out examples.
     *
     * @param mass share of the attention on its tokens; what is left of all modalities' is on the
     *     class token itself
     * @param perToken share of mass by token, so that many tokens are no advantage; the modalities'
     *     add up to 1
     * @param cosine of query and mean key, -1 to 1
     */
    record Attention(double mass, double perToken, double cosine) {}

    /**
     * @param decibel signal-to-noise ratio
     * @param accuracy held-out accuracy, 0 to 1
     * @param attention share of the attention that the noisy modality has; null unless the fusion
     *     attends
     */
    record NoisePoint(double decibel, double accuracy, Double attention) {}
}
