/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

/** Published schedules of LFM's alignment weight alpha_a; that of classification is 1 - alpha_a. */
public final class AlignmentSchedules {
    /** The polynomial was fitted up to here. */
    private static final double LAST_FITTED = 199;

    /** Coefficients of 1 - alpha_a by powers of t. */
    private static final double[] FITTED = {
        0.204623704, 3.35472727e-3, 1.22989557e-4, -2.92947416e-6, 2.23835486e-8, -5.39717505e-11
    };

    private AlignmentSchedules() {}

    /**
     * The paper's {@code 1 - exp(-1 / t)}: 0.63, 0.39, ... 0.05 at t = 20.
     *
     * @param t epochs, from 1
     */
    public static double heuristic(double t) {
        return 1 - Math.exp(-1 / t);
    }

    /**
     * The polynomial that the authors fitted to the weight that they learned: 0.80 at t = 0, 0.56
     * at 50, 0.08 at 199 and after.
     *
     * @param t epochs, from 0
     */
    public static double fitted(double t) {
        double within = Math.min(t, LAST_FITTED);
        double classification = 0;
        for (int i = FITTED.length - 1; i >= 0; i--) {
            classification = classification * within + FITTED[i];
        }
        return 1 - classification;
    }
}
