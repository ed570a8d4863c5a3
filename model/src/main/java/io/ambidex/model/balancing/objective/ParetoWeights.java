/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

/**
 * Weights of two gradients that add up to 1.
 *
 * @param first weight of the first gradient, in [0, 1]
 * @param second weight of the second gradient, in [0, 1]
 */
public record ParetoWeights(double first, double second) {
    /** Both alike. */
    public static final ParetoWeights EQUAL = new ParetoWeights(0.5, 0.5);

    private static final double MOST = 0.999;

    /**
     * The shortest vector on the segment between two gradients g and h: {@code a g + (1 - a) h}
     * with {@code a = (h.h - g.h) / (g.g + h.h - 2 g.h)}, as MGDA's solver gives it (Sener and
     * Koltun, arXiv 1810.04650): when one end is the shortest, a keeps 0.001 away from it.
     *
     * @param gg squared norm of g
     * @param hh squared norm of h
     * @param gh inner product
     */
    public static ParetoWeights minimumNorm(double gg, double hh, double gh) {
        double a;
        if (gh >= gg) {
            a = MOST;
        } else if (gh >= hh) {
            a = 1 - MOST;
        } else {
            a = (hh - gh) / (gg + hh - 2 * gh);
        }
        return new ParetoWeights(a, 1 - a);
    }
}
