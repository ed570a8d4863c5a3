/* SPDX-License-Identifier: Apache-2.0 */
/** Balancing methods of the feed-forward stage. */
package io.ambidex.model.balancing.forward;
