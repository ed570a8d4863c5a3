/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Points, and the straight line that is nearest to them (least squares). */
final class Line {
    private final List<Double> xs = new ArrayList<>();
    private final List<Double> ys = new ArrayList<>();

    void add(double x, double y) {
        xs.add(x);
        ys.add(y);
    }

    int size() {
        return xs.size();
    }

    /** Pairs of x and y, in the order in which they were added. */
    List<List<Double>> points() {
        return IntStream.range(0, xs.size()).mapToObj(i -> List.of(xs.get(i), ys.get(i))).toList();
    }

    /** The last y; 0 when there are no points. */
    double lastY() {
        return ys.isEmpty() ? 0 : ys.get(ys.size() - 1);
    }

    /** The last x; 0 when there are no points. */
    double lastX() {
        return xs.isEmpty() ? 0 : xs.get(xs.size() - 1);
    }

    /**
     * By how much y grows when x grows by 1, of the points from {@code from} on.
     *
     * @throws IllegalArgumentException if there are no two points at different x
     */
    double slope(double from) {
        double n = 0;
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < xs.size(); i++) {
            if (xs.get(i) >= from) {
                n++;
                meanX += (xs.get(i) - meanX) / n;
                meanY += (ys.get(i) - meanY) / n;
            }
        }
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < xs.size(); i++) {
            if (xs.get(i) >= from) {
                covariance += (xs.get(i) - meanX) * (ys.get(i) - meanY);
                variance += (xs.get(i) - meanX) * (xs.get(i) - meanX);
            }
        }
        if (variance == 0) {
            throw new IllegalArgumentException(
                    "a slope needs two points, but there are %d from %s on"
                            .formatted((long) n, from));
        }
        return covariance / variance;
    }
}
