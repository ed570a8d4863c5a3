/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.engine.CounterRandom;
import org.junit.jupiter.api.Test;

class KMeansTest {

    /** Blobs around the corners of a square, point i near corner i mod 4. */
    private static double[][] blobs(int count) {
        CounterRandom random = new CounterRandom(3, 0, "blobs");
        double[][] points = new double[count][];
        for (int i = 0; i < count; i++) {
            points[i] =
                    new double[] {
                        i % 2 * 2 - 1 + 0.1 * random.nextNormal(),
                        i / 2 % 2 * 2 - 1 + 0.1 * random.nextNormal()
                    };
        }
        return points;
    }

    @Test
    void separateBlobsAreFoundFromEverySeed() {
        double[][] points = blobs(80);
        int[] corners = new int[points.length];
        for (int i = 0; i < corners.length; i++) {
            corners[i] = i % 4;
        }
        for (int seed = 0; seed < 50; seed++) {
            KMeans.Clustering found =
                    KMeans.best(points, 4, 10, new CounterRandom(seed, 0, "test"));
            assertThat(ClusterPurity.of(corners, found.clusters())).isEqualTo(1);
            assertThat(found.inertia()).isLessThan(80 * 0.04);
        }
    }

    @Test
    void theSameSeedGivesTheSameClusters() {
        double[][] points = blobs(30);
        KMeans.Clustering first = KMeans.best(points, 7, 3, new CounterRandom(1, 2, "test"));
        KMeans.Clustering second = KMeans.best(points, 7, 3, new CounterRandom(1, 2, "test"));
        assertThat(second.clusters()).isEqualTo(first.clusters());
        assertThat(second.centroids()).isDeepEqualTo(first.centroids());
    }

    @Test
    void aClusterWithoutPointsKeepsItsCentroid() {
        double[][] points = {{0}, {1}, {10}};
        double[][] starts = {{0}, {9}, {100}};
        KMeans.Clustering found = KMeans.lloyd(points, starts);
        assertThat(found.clusters()).containsExactly(0, 0, 1);
        assertThat(found.centroids()).isDeepEqualTo(new double[][] {{0.5}, {10}, {100}});
        assertThat(found.inertia()).isCloseTo(0.5, within(1e-12));
        assertThat(starts[1][0]).as("the starts are not changed").isEqualTo(9);
    }

    @Test
    void equalPointsAreNoObstacle() {
        double[][] points = {{2, 2}, {2, 2}, {2, 2}};
        KMeans.Clustering found = KMeans.best(points, 2, 4, new CounterRandom(1, 0, "test"));
        assertThat(found.inertia()).isZero();
        assertThat(found.clusters()).containsOnly(0);
    }

    @Test
    void aConstantColumnIsScaledToMinusOne() {
        double[][] scaled = ClusterPurity.scaled(new double[][] {{3, 5}, {3, 9}, {3, 6}});
        assertThat(scaled).isDeepEqualTo(new double[][] {{-1, -1}, {-1, 1}, {-1, -0.5}});
    }

    @Test
    void oneClassIsPureWhateverTheClusters() {
        assertThat(ClusterPurity.of(new int[] {2, 2, 2}, new int[] {0, 1, 1})).isEqualTo(1);
    }
}
