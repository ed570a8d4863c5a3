/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Balancing methods and the interface they share. {@link
 * io.ambidex.model.balancing.BalancingMethod} tells where in a step a method acts; {@link
 * io.ambidex.model.balancing.BalancingMethods} finds methods by name. One class per method in
 * {@code input}, {@code forward}, {@code objective} and {@code optimization}, after the stages of
 * the survey (arXiv 2502.10816).
 */
package io.ambidex.model.balancing;
