/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import java.util.Map;

/**
 * What the model says about one clip.
 *
 * @param probabilities of the classes, from all modalities that are there
 * @param modalityProbabilities of the classes, from each modality alone; a modality that the clip
 *     lacks is absent
 */
public record ClipPrediction(float[] probabilities, Map<String, float[]> modalityProbabilities) {}
