/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import java.util.Arrays;

/**
 * How much each loss deserves by what it generalises per unit of overfitting. Wang et al., arXiv
 * 1905.12681.
 *
 * @param floor least share of a loss, 0 to 1 / number of losses
 */
public record BlendingWeights(double floor) {
    private static final double EPSILON = 1e-6;
    private static final double KEPT = 0.5;

    /**
     * Mean losses of one head at both ends of a window, in nats.
     *
     * @param trainStart on examples that were trained on, at the start
     * @param unseenStart on examples not yet trained on, at the start
     * @param trainEnd on examples that were trained on, at the end
     * @param unseenEnd on examples not yet trained on, at the end
     */
    public record Trace(double trainStart, double unseenStart, double trainEnd, double unseenEnd) {

        /** G: how much the loss on unseen examples fell, not below 0. */
        public double generalization() {
            return Math.max(0, unseenStart - unseenEnd);
        }

        /** O: how much the gap between unseen and trained examples grew. */
        public double overfitting() {
            return (unseenEnd - trainEnd) - (unseenStart - trainStart);
        }

        boolean isKnown() {
            return Double.isFinite(generalization()) && Double.isFinite(overfitting());
        }
    }

    /**
     * {@code w_k = G_k / (O_k^2 + 1e-6)}, normalised to 1.
     *
     * @return one weight per trace; all 0 when nothing generalised
     */
    public static double[] of(Trace... traces) {
        double[] weights =
                Arrays.stream(traces)
                        .mapToDouble(
                                t ->
                                        t.generalization()
                                                / (t.overfitting() * t.overfitting() + EPSILON))
                        .toArray();
        double sum = Arrays.stream(weights).sum();
        return sum > 0 ? Arrays.stream(weights).map(w -> w / sum).toArray() : weights;
    }

    /**
     * The weights after a window: halfway from the old ones to those of the traces, none below the
     * floor. A loss that was not measured keeps its weight; when nothing generalised, all do.
     *
     * @param old weights that add up to 1
     * @param traces one per weight
     * @return weights that add up to 1
     */
    public double[] next(double[] old, Trace... traces) {
        int[] known = new int[traces.length];
        int count = 0;
        double mass = 0;
        for (int k = 0; k < traces.length; k++) {
            if (traces[k].isKnown()) {
                known[count++] = k;
                mass += old[k];
            }
        }
        Trace[] measured = new Trace[count];
        Arrays.setAll(measured, i -> traces[known[i]]);
        double[] shares = of(measured);
        if (Arrays.stream(shares).sum() == 0) {
            return old.clone();
        }
        double[] next = old.clone();
        for (int i = 0; i < count; i++) {
            int k = known[i];
            next[k] = KEPT * old[k] + (1 - KEPT) * mass * shares[i];
        }
        return withFloor(next);
    }

    /** Lifts what is too small to the floor and takes it from the rest in proportion. */
    private double[] withFloor(double[] weights) {
        double[] lifted = Arrays.stream(weights).map(w -> Math.max(w, floor)).toArray();
        double above = Arrays.stream(lifted).map(w -> w - floor).sum();
        double room = 1 - floor * lifted.length;
        return Arrays.stream(lifted)
                .map(w -> above > 0 ? floor + (w - floor) * room / above : 1.0 / lifted.length)
                .toArray();
    }
}
