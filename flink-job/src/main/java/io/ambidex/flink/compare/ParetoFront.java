/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * The points that no other point dominates. A point dominates another when it is at least as
 * accurate and at least as balanced, and better in one of the two.
 */
final class ParetoFront {
    private ParetoFront() {}

    /**
     * @param accuracy higher is better
     * @param imbalance lower is better
     */
    record Point(double accuracy, double imbalance) {
        boolean dominates(Point other) {
            return accuracy >= other.accuracy
                    && imbalance <= other.imbalance
                    && (accuracy > other.accuracy || imbalance < other.imbalance);
        }
    }

    /** Whether each point is undominated. */
    static List<Boolean> undominated(List<Point> points) {
        List<Boolean> undominated = new ArrayList<>();
        for (Point point : points) {
            undominated.add(points.stream().noneMatch(other -> other.dominates(point)));
        }
        return undominated;
    }
}
