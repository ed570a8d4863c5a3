/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import java.util.Set;

/**
 * One forward, backward and update within a step. Encoders that it does not train run in evaluation
 * mode without a graph.
 *
 * @param trainedModalities names of the encoders that train; {@code null} for all
 * @param trainsHead whether fusion, head and the method's own parameters train
 * @param runsOthers whether encoders that do not train run at all; without, their features are
 *     zeros and nothing that was made of them means anything. The first pass of a step runs all
 *     encoders in any case, for the learner score.
 */
public record Pass(Set<String> trainedModalities, boolean trainsHead, boolean runsOthers) {

    /** Everything trains. */
    public static final Pass ALL = new Pass(null, true);

    /** All encoders run. */
    public Pass(Set<String> trainedModalities, boolean trainsHead) {
        this(trainedModalities, trainsHead, true);
    }

    /** One encoder and the head train. */
    public static Pass of(String modality) {
        return new Pass(Set.of(modality), true);
    }

    /** One encoder and the head train, and no other encoder is needed. */
    public static Pass alone(String modality) {
        return new Pass(Set.of(modality), true, false);
    }

    /** Whether the encoder of a modality trains. */
    public boolean trains(String modality) {
        return trainedModalities == null || trainedModalities.contains(modality);
    }
}
