/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import java.util.Set;

/**
 * One forward, backward and update within a step. Encoders that it does not train run in evaluation
 * mode without a graph.
 *
 * @param trainedModalities names of the encoders that train; {@code null} for all
 * @param trainsHead whether fusion, head and the method's own parameters train
 */
public record Pass(Set<String> trainedModalities, boolean trainsHead) {

    /** Everything trains. */
    public static final Pass ALL = new Pass(null, true);

    /** One encoder and the head train. */
    public static Pass of(String modality) {
        return new Pass(Set.of(modality), true);
    }

    /** Whether the encoder of a modality trains. */
    public boolean trains(String modality) {
        return trainedModalities == null || trainedModalities.contains(modality);
    }
}
