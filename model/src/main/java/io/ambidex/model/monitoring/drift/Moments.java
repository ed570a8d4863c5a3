/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring.drift;

/**
 * Count, sum and sum of squared deviations from the mean of some values.
 *
 * @param count not negative
 * @param sum sum of the values
 * @param squares sum of the squared deviations, not negative
 */
record Moments(long count, double sum, double squares) {
    static final Moments NONE = new Moments(0, 0, 0);

    static Moments of(double value) {
        return new Moments(1, value, 0);
    }

    double mean() {
        return sum / count;
    }

    double variance() {
        return squares / count;
    }

    /** Of the values of both, without loss of precision (Chan, Golub and LeVeque 1979). */
    Moments plus(Moments other) {
        if (count == 0) {
            return other;
        }
        if (other.count == 0) {
            return this;
        }
        double distance = mean() - other.mean();
        double between =
                distance * distance * ((double) count * other.count / (count + other.count));
        return new Moments(count + other.count, sum + other.sum, squares + other.squares + between);
    }
}
