/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

/**
 * What one step tells about one modality. A value is {@code null} when it is not defined for the
 * step: no example of the batch has the modality, or the balancing method does not produce it.
 *
 * @param discrepancyRatio mean label probability of this modality divided by that of the others,
 *     averaged over them (OGM-GE, arXiv 2203.15332); 1 is balanced, above 1 is ahead
 * @param coefficient factor by which the method scaled this encoder's gradient; 1 is untouched
 * @param fisherTrace squared norm of the batch gradient of the whole loss over all parameters of
 *     the encoder, before the method changed it; not negative
 * @param primeLearningWindow whether the modality is in its prime learning window (InfoReg, arXiv
 *     2503.18595)
 * @param gradientNorm Euclidean norm of the gradient that reached the optimizer
 * @param accuracy share of the present examples that the split logits classify correctly, 0 to 1
 * @param confidence mean probability that the split logits give to the label, 0 to 1
 * @param missingRate share of the batch without this modality, 0 to 1
 */
public record ModalityReport(
        Double discrepancyRatio,
        Double coefficient,
        Double fisherTrace,
        Boolean primeLearningWindow,
        Double gradientNorm,
        Double accuracy,
        Double confidence,
        double missingRate) {}
