/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Compares balancing methods on a recorded input: the same examples, in the same order, for every
 * method and seed.
 *
 * <p>{@link io.ambidex.flink.compare.Comparison} is the whole of it: it records the examples once
 * with the job's own pairing and labeling, runs every method with every seed in a process of its
 * own, keeps each result, and writes the reports.
 */
package io.ambidex.flink.compare;
