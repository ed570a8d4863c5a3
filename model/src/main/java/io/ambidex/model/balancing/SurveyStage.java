/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

/**
 * Where a method acts, in the order of the survey of balanced multimodal learning (arXiv
 * 2502.10816).
 */
public enum SurveyStage {
    /** Not a balancing method: what others are compared with. */
    BASELINE,
    /** Chooses, repeats or weighs examples. */
    DATA_INPUT,
    /** Changes features, fusion or the number of passes. */
    FEED_FORWARD,
    /** Changes the losses. */
    OBJECTIVE,
    /** Changes gradients, updates or parameters. */
    OPTIMIZATION
}
