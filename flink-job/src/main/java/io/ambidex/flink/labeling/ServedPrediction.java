/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.labeling;

/**
 * What users got for a clip: kept until the label comes, for the serving score.
 *
 * @param label index of the most probable class
 * @param confidence its probability, 0 to 1
 * @param modelEpoch epoch of the version that answered
 * @param modelNumber number of the version that answered
 */
public record ServedPrediction(int label, float confidence, long modelEpoch, long modelNumber) {}
