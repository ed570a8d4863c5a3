/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The learner: one network, one optimizer, one balancing method, and what one step changes.
 *
 * <p>{@link io.ambidex.model.learning.Learner} is used by one thread at a time; several learners
 * work side by side in one JVM. Everything the next step depends on is in its state, and random
 * draws are functions of (seed, step, purpose).
 */
package io.ambidex.model.learning;
