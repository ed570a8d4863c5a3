/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

/** How well the classes of examples can be told from clusters of their features. */
public final class ClusterPurity {
    private ClusterPurity() {}

    /**
     * Every column brought to [-1, 1] by its least and largest value; a constant one becomes -1.
     *
     * @param features (N, D), not changed
     */
    public static double[][] scaled(double[][] features) {
        double[][] scaled = new double[features.length][];
        for (int i = 0; i < features.length; i++) {
            scaled[i] = new double[features[i].length];
        }
        for (int d = 0; features.length > 0 && d < features[0].length; d++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (double[] row : features) {
                least = Math.min(least, row[d]);
                most = Math.max(most, row[d]);
            }
            for (int i = 0; i < features.length; i++) {
                scaled[i][d] =
                        most > least ? 2 * (features[i][d] - least) / (most - least) - 1 : -1;
            }
        }
        return scaled;
    }

    /**
     * Share of the examples whose class is the most frequent one of their cluster, in (0, 1].
     *
     * @param labels class of every example, 0 or more
     * @param clusters cluster of every example, 0 or more
     */
    public static double of(int[] labels, int[] clusters) {
        int mostLabels = 0;
        int mostClusters = 0;
        for (int i = 0; i < labels.length; i++) {
            mostLabels = Math.max(mostLabels, labels[i] + 1);
            mostClusters = Math.max(mostClusters, clusters[i] + 1);
        }
        int[][] counts = new int[mostClusters][mostLabels];
        for (int i = 0; i < labels.length; i++) {
            counts[clusters[i]][labels[i]]++;
        }
        int pure = 0;
        for (int[] cluster : counts) {
            int largest = 0;
            for (int count : cluster) {
                largest = Math.max(largest, count);
            }
            pure += largest;
        }
        return (double) pure / labels.length;
    }
}
