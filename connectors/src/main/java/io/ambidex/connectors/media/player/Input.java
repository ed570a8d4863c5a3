/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

/** The input topic that a played record belongs to. */
public enum Input {
    /** Audio chunks. */
    AUDIO,
    /** Video frames. */
    VIDEO,
    /** Labels. */
    LABELS
}
