/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import java.util.HashMap;
import java.util.Map;

/** Means by name over about the last fifty examples of each. Not thread-safe. */
final class FadingShares {
    /** Weight that an example keeps with every further one. */
    private static final double FADING = 0.98;

    private static final int MAX_NAMES = 24;

    private final Map<String, double[]> sums = new HashMap<>();

    /**
     * Adds examples and returns the mean with them.
     *
     * @param name of the mean
     * @param sum over the examples
     * @param examples how many, 1 or more
     * @return null when there are too many names already
     */
    Double add(String name, double sum, int examples) {
        if (!sums.containsKey(name) && sums.size() == MAX_NAMES) {
            return null;
        }
        double[] faded = sums.computeIfAbsent(name, n -> new double[2]);
        double kept = Math.pow(FADING, examples);
        faded[0] = kept * faded[0] + sum;
        faded[1] = kept * faded[1] + examples;
        return faded[0] / faded[1];
    }

    /** The mean; null before the first example. */
    Double mean(String name) {
        double[] faded = sums.get(name);
        return faded == null ? null : (Double) (faded[0] / faded[1]);
    }
}
