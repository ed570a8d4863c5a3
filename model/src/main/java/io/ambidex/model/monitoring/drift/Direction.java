/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring.drift;

/** Which changes of a mean are reported. */
public enum Direction {
    /** Only to a larger mean; for losses and error rates. */
    UP,
    /** To a larger and to a smaller mean; for what has no better or worse. */
    BOTH
}
