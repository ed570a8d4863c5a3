/* SPDX-License-Identifier: Apache-2.0 */
/** Balancing methods of the learning objective stage. */
package io.ambidex.model.balancing.objective;
