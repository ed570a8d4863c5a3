/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.simulator;

/** A sine from a table: quick, and the same bits on every machine. */
final class Waves {
    private static final int SIZE = 4096;
    private static final double[] TABLE = new double[SIZE + 1];

    static {
        for (int i = 0; i <= SIZE; i++) {
            TABLE[i] = StrictMath.sin(2 * Math.PI * i / SIZE);
        }
    }

    private Waves() {}

    /** Sine of a number of full turns. */
    static double sine(double turns) {
        double at = (turns - Math.floor(turns)) * SIZE;
        int low = Math.min((int) at, SIZE - 1);
        return TABLE[low] + (TABLE[low + 1] - TABLE[low]) * (at - low);
    }

    /** Cosine of a number of full turns. */
    static double cosine(double turns) {
        return sine(turns + 0.25);
    }
}
