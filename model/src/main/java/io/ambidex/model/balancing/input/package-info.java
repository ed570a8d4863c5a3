/* SPDX-License-Identifier: Apache-2.0 */
/** Balancing methods that act on the examples before they are encoded. */
package io.ambidex.model.balancing.input;
