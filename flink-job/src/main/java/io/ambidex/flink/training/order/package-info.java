/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The order of training: which examples make which mini-batch, and between which steps a control
 * record or an evaluation falls. Plain Java without a clock: everything follows from the times of
 * the examples and from how far time is known to have come.
 */
package io.ambidex.flink.training.order;
