/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring.drift;

import java.util.ArrayList;
import java.util.List;

/** ADWIN as it is defined: keeps every value, looks at every split, forgets before the largest. */
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
        for (int older = cut(window, delta); older > 0; older = cut(window, delta)) {
            window.subList(0, older).clear();
            cut = true;
        }
        return cut;
    }

    static boolean hasCut(List<Double> window, double delta) {
        return cut(window, delta) > 0;
    }

    /** Values before the most significant split; 0 when none is significant. */
    private static int cut(List<Double> window, double delta) {
        int n = window.size();
        int found = 0;
        double largest = 1;
        double variance = variance(window);
        double log = Math.log(2 / (delta / Math.log(n)));
        for (int n0 = LEAST_PART; n - n0 >= LEAST_PART; n0++) {
            int n1 = n - n0;
            double harmonic = 1.0 / (1.0 / n0 + 1.0 / n1);
            double epsilon = Math.sqrt(2 / harmonic * variance * log) + 2 / (3 * harmonic) * log;
            double difference = mean(window.subList(0, n0)) - mean(window.subList(n0, n));
            if (Math.abs(difference) / epsilon > largest) {
                largest = Math.abs(difference) / epsilon;
                found = n0;
            }
        }
        return found;
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
