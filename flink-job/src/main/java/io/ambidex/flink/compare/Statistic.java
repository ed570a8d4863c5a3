/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import java.util.List;
import java.util.Objects;

/**
 * One figure over the seeds.
 *
 * @param mean the mean
 * @param deviation the sample standard deviation; 0 for a single value
 * @param count number of values, at least 1
 */
record Statistic(double mean, double deviation, int count) {

    /** Of the values that are there; null when there are none. */
    static Statistic of(List<Double> values) {
        List<Double> there =
                values.stream().filter(Objects::nonNull).filter(v -> !v.isNaN()).toList();
        if (there.isEmpty()) {
            return null;
        }
        double mean = there.stream().mapToDouble(v -> v).sum() / there.size();
        double squares = there.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        double deviation = there.size() < 2 ? 0 : Math.sqrt(squares / (there.size() - 1));
        return new Statistic(mean, deviation, there.size());
    }
}
