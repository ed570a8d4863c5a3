/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import io.ambidex.model.engine.CounterRandom;
import java.util.Arrays;

/**
 * Clusters points by Lloyd's iterations on the host. Ties go to the lowest index; a cluster that
 * loses all points keeps its centroid. Cost per iteration: N C D.
 */
public final class KMeans {
    private static final int MOST_ITERATIONS = 300;

    private KMeans() {}

    /**
     * @param clusters cluster of every point, 0 to C - 1
     * @param centroids (C, D)
     * @param inertia sum of squared distances of the points to their centroids
     * @param iterations rounds of assignment until nothing changed
     */
    public record Clustering(
            int[] clusters, double[][] centroids, double inertia, int iterations) {}

    /**
     * Iterates from given centroids until no point changes its cluster, at most 300 times.
     *
     * @param points (N, D)
     * @param starts (C, D), not changed
     */
    public static Clustering lloyd(double[][] points, double[][] starts) {
        double[][] centroids = Arrays.stream(starts).map(double[]::clone).toArray(double[][]::new);
        int[] clusters = new int[points.length];
        Arrays.fill(clusters, -1);
        int iterations = 0;
        boolean changed = true;
        while (changed && iterations < MOST_ITERATIONS) {
            changed = assign(points, centroids, clusters);
            iterations++;
            if (changed) {
                moveToMeans(points, clusters, centroids);
            }
        }
        double inertia = 0;
        for (int i = 0; i < points.length; i++) {
            inertia += squaredDistance(points[i], centroids[clusters[i]]);
        }
        return new Clustering(clusters, centroids, inertia, iterations);
    }

    /**
     * The best of several runs that begin with k-means++ (Arthur and Vassilvitskii, SODA 2007): the
     * one with the lowest inertia, the first of equals.
     *
     * @param points (N, D), at least one
     * @param clusters C, at least 1
     * @param restarts runs, at least 1
     */
    public static Clustering best(
            double[][] points, int clusters, int restarts, CounterRandom random) {
        Clustering best = null;
        for (int run = 0; run < restarts; run++) {
            Clustering found = lloyd(points, plusPlus(points, clusters, random));
            if (best == null || found.inertia() < best.inertia()) {
                best = found;
            }
        }
        return best;
    }

    /** Points far from the centroids so far are likelier to be the next: by squared distance. */
    private static double[][] plusPlus(double[][] points, int clusters, CounterRandom random) {
        double[][] centroids = new double[clusters][];
        double[] nearest = new double[points.length];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        int next = random.nextInt(points.length);
        for (int c = 0; c < clusters; c++) {
            centroids[c] = points[next].clone();
            double total = 0;
            for (int i = 0; i < points.length; i++) {
                nearest[i] = Math.min(nearest[i], squaredDistance(points[i], centroids[c]));
                total += nearest[i];
            }
            next = total > 0 ? draw(nearest, total, random) : random.nextInt(points.length);
        }
        return centroids;
    }

    private static int draw(double[] weights, double total, CounterRandom random) {
        double left = random.nextDouble() * total;
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                left -= weights[i];
                if (left < 0) {
                    return i;
                }
            }
        }
        return last;
    }

    private static boolean assign(double[][] points, double[][] centroids, int[] clusters) {
        boolean changed = false;
        for (int i = 0; i < points.length; i++) {
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int c = 0; c < centroids.length; c++) {
                double distance = squaredDistance(points[i], centroids[c]);
                if (distance < least) {
                    least = distance;
                    best = c;
                }
            }
            changed |= clusters[i] != best;
            clusters[i] = best;
        }
        return changed;
    }

    private static void moveToMeans(double[][] points, int[] clusters, double[][] centroids) {
        int[] sizes = new int[centroids.length];
        double[][] sums = new double[centroids.length][points[0].length];
        for (int i = 0; i < points.length; i++) {
            sizes[clusters[i]]++;
            for (int d = 0; d < points[i].length; d++) {
                sums[clusters[i]][d] += points[i][d];
            }
        }
        for (int c = 0; c < centroids.length; c++) {
            for (int d = 0; sizes[c] > 0 && d < centroids[c].length; d++) {
                centroids[c][d] = sums[c][d] / sizes[c];
            }
        }
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (a[d] - b[d]) * (a[d] - b[d]);
        }
        return sum;
    }
}
