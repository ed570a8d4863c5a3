/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.simulator;

/** Colours as differences from grey. */
final class Colours {
    private Colours() {}

    /**
     * @param hue share of the full circle; 0 is red, a third green, two thirds blue
     * @param amount distance from grey, in 8-bit steps
     * @return red, green, blue; they add up to 0
     */
    static double[] rgb(double hue, double amount) {
        return new double[] {
            amount * Waves.cosine(hue),
            amount * Waves.cosine(hue - 1 / 3.0),
            amount * Waves.cosine(hue - 2 / 3.0)
        };
    }
}
