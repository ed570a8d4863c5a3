/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import io.ambidex.model.balancing.StepRandom;
import io.ambidex.model.engine.CounterRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Coalitions of modalities and how much the value of each enters the Shapley value of a modality:
 * {@code phi_m = sum over S of w_m(S) f(S)}, the empty coalition being worth 0. A coalition is a
 * bit set, bit m for modality m.
 *
 * @param weights by coalition: w_m, one per modality of the network; 0 for those that do not play
 */
record Coalitions(Map<Integer, double[]> weights) {

    /**
     * Every coalition: {@code |S|! (n-|S|-1)! / n!} for a modality that joins S, 2^n - 1 of them.
     *
     * @param players bit set of the n modalities that play
     * @param modalities M, number of modalities of the network
     */
    static Coalitions exact(int players, int modalities) {
        int n = Integer.bitCount(players);
        double[] joining = new double[n];
        joining[0] = 1.0 / n;
        for (int size = 1; size < n; size++) {
            joining[size] = joining[size - 1] * size / (n - size);
        }
        Map<Integer, double[]> weights = new LinkedHashMap<>();
        // All subsets of a bit set, largest first, end with the empty one.
        for (int s = players; s != 0; s = (s - 1) & players) {
            double[] row = new double[modalities];
            int size = Integer.bitCount(s);
            for (int m = 0; m < modalities; m++) {
                if ((s >> m & 1) == 1) {
                    row[m] = joining[size - 1];
                } else if ((players >> m & 1) == 1) {
                    row[m] = -joining[size];
                }
            }
            weights.put(s, row);
        }
        return new Coalitions(weights);
    }

    /**
     * The coalitions on the way of random orders in which the modalities join: unbiased, and the
     * parts still add up to the value of all.
     *
     * @param orders number of orders, at least 1
     */
    static Coalitions sampled(int players, int modalities, int orders, StepRandom random) {
        Map<Integer, double[]> weights = new LinkedHashMap<>();
        weights.put(players, new double[modalities]);
        CounterRandom draws = random.sequence("agm-orders");
        int[] members =
                IntStream.range(0, modalities).filter(m -> (players >> m & 1) == 1).toArray();
        for (int o = 0; o < orders; o++) {
            int before = 0;
            for (int place : draws.permutation(members.length)) {
                int m = members[place];
                int after = before | 1 << m;
                weights.computeIfAbsent(after, s -> new double[modalities])[m] += 1.0 / orders;
                if (before != 0) {
                    weights.get(before)[m] -= 1.0 / orders;
                }
                before = after;
            }
        }
        return new Coalitions(weights);
    }

    /** Weights in row-major order, (M, S). */
    double[] matrix(int modalities) {
        double[] values = new double[modalities * weights.size()];
        int column = 0;
        for (double[] row : weights.values()) {
            for (int m = 0; m < modalities; m++) {
                values[m * weights.size() + column] = row[m];
            }
            column++;
        }
        return values;
    }
}
