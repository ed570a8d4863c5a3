/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring.drift;

import java.util.ArrayList;
import java.util.List;

/** ADWIN0 of the paper as it is defined: keeps every value and looks at every split. */
final class NaiveAdwin {
    private static final int LEAST_PART = 5;

    private final double delta;
    private final List<Double> window = new ArrayList<>();

    NaiveAdwin(double delta) {
        this.delta = delta;
    }

    /** Whether the window shrank. */
    boolean add(double value) {
        window.add(value);
        boolean cut = false;
        while (hasCut(window, delta)) {
            window.remove(0);
            cut = true;
        }
        return cut;
    }

    static boolean hasCut(List<Double> window, double delta) {
        int n = window.size();
        for (int n0 = LEAST_PART; n - n0 >= LEAST_PART; n0++) {
            int n1 = n - n0;
            double harmonic = 1.0 / (1.0 / n0 + 1.0 / n1);
            double log = Math.log(2 / (delta / Math.log(n)));
            double epsilon =
                    Math.sqrt(2 / harmonic * variance(window) * log) + 2 / (3 * harmonic) * log;
            double difference = mean(window.subList(0, n0)) - mean(window.subList(n0, n));
            if (Math.abs(difference) > epsilon) {
                return true;
            }
        }
        return false;
    }

    List<Double> window() {
        return window;
    }

    double mean() {
        return mean(window);
    }

    double variance() {
        return variance(window);
    }

    private static double mean(List<Double> values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.size();
    }

    private static double variance(List<Double> values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / values.size();
    }
}
