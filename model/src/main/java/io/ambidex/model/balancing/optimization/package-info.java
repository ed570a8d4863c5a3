/* SPDX-License-Identifier: Apache-2.0 */
/** Balancing methods of the optimization stage. */
package io.ambidex.model.balancing.optimization;
