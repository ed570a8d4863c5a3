/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

/**
 * What the features of a clip are made of: {@code count} tokens of {@code width} numbers, one after
 * the other. Features that are no tokens count as one token.
 *
 * @param count T, at least 1
 * @param width d, at least 1
 */
public record TokenShape(int count, int width) {

    /** Checks both numbers. */
    public TokenShape {
        if (count < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "there must be at least 1 token of width 1, not " + count + " of " + width);
        }
    }

    /** Width of the features, {@code T d}. */
    public int features() {
        return Math.multiplyExact(count, width);
    }
}
