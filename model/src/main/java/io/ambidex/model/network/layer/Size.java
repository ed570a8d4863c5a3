/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

/** Height and width. */
public record Size(long height, long width) {

    /** The same in both directions. */
    public static Size of(long both) {
        return new Size(both, both);
    }

    /** How many positions a window has along one direction; 0 or less when it does not fit. */
    static long after(long size, long kernel, long stride, long padding) {
        return Math.floorDiv(size + 2 * padding - kernel, stride) + 1;
    }

    /** As TorchScript writes it. */
    @Override
    public String toString() {
        return "[" + height + ", " + width + "]";
    }
}
