/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

/** How strongly InfoReg pulls a leading encoder back. */
public final class RegulationStrength {
    private RegulationStrength() {}

    /**
     * {@code exp(beta tanh(lead))}, arXiv 2503.18595, equation 16; between 1 and e^beta.
     *
     * @param lead average lead over the worse modalities in nats, positive
     */
    public static double paper(double lead, double beta) {
        return Math.exp(beta * Math.tanh(lead));
    }

    /**
     * {@code coefficient exp(tanh(lead))}, the released code.
     *
     * @param lead difference of the label probabilities summed over the batch, positive
     */
    public static double published(double lead, double coefficient) {
        return coefficient * Math.exp(Math.tanh(lead));
    }
}
