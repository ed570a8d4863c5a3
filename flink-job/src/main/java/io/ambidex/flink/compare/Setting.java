/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import java.util.List;
import java.util.Map;

/**
 * What all runs of a comparison have in common.
 *
 * @param input what the input is called
 * @param network what is trained, in words
 * @param modalities names in the network's order
 * @param classes number of classes
 * @param train examples to learn from
 * @param heldOut examples that are only scored
 * @param seeds number of seeds
 * @param passes how often the training examples were gone through
 * @param batchSize examples of a mini-batch
 * @param optimizer its name
 * @param learningRate learning rate at the first step
 * @param searched accuracy on a part of the training examples by learning rate; empty without a
 *     search
 * @param noiseDecibels signal-to-noise ratios at which robustness was measured
 */
record Setting(
        String input,
        String network,
        List<String> modalities,
        int classes,
        int train,
        int heldOut,
        int seeds,
        int passes,
        int batchSize,
        String optimizer,
        double learningRate,
        Map<Double, Double> searched,
        List<Double> noiseDecibels) {}
