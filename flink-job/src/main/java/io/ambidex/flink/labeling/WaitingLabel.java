/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.labeling;

/**
 * A label in state.
 *
 * @param label the label
 * @param used whether a clip has been decided with it in view, as the chosen one, a superseded one
 *     or one of an ambiguous pair
 */
public record WaitingLabel(LabelRecord label, boolean used) {}
