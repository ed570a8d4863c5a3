/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.labeling;

import io.ambidex.connectors.clip.Clip;

/**
 * A clip with the prediction made for it.
 *
 * @param clip the clip
 * @param prediction what was predicted
 */
public record ScoredClip(Clip clip, ServedPrediction prediction) {}
