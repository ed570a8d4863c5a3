/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring;

/**
 * Splits what all modalities reach together into one contribution per modality: {@code phi_m = sum
 * over S without m of |S|! (M-|S|-1)! / M! * (v(S + m) - v(S))}. The contributions add up to {@code
 * v(all) - v(empty)}. Used by BalanceBenchmark, arXiv 2502.10816, with v the accuracy of the model
 * when the inputs outside S are zeros.
 *
 * <p>A coalition is a bit set: bit m is set when modality m is a member. A table of values has 2^M
 * entries, index 0 for the empty coalition. Cost O(M 2^M).
 */
public final class ShapleyValues {
    /** Most modalities for which all coalitions are enumerated. */
    public static final int LARGEST_M = 16;

    private ShapleyValues() {}

    /**
     * @param coalitionValues value of every coalition, 2^M entries
     * @return one contribution per modality, in the unit of the values
     * @throws IllegalArgumentException if the length is not 2^M for an M from 1 to 16
     */
    public static double[] of(double[] coalitionValues) {
        int players = Integer.numberOfTrailingZeros(coalitionValues.length);
        if (players < 1 || players > LARGEST_M || coalitionValues.length != 1 << players) {
            throw new IllegalArgumentException(
                    "a table of coalitions has 2^M entries for M from 1 to %d, was %d"
                            .formatted(LARGEST_M, coalitionValues.length));
        }
        double[] weights = weightsBySize(players);
        double[] values = new double[players];
        for (int m = 0; m < players; m++) {
            int member = 1 << m;
            for (int coalition = 0; coalition < coalitionValues.length; coalition++) {
                if ((coalition & member) == 0) {
                    values[m] +=
                            weights[Integer.bitCount(coalition)]
                                    * (coalitionValues[coalition | member]
                                            - coalitionValues[coalition]);
                }
            }
        }
        return values;
    }

    /**
     * Contributions to one example: a coalition is worth 1 if it classifies the example correctly,
     * the empty one 0.
     *
     * @param correct whether each coalition is right, 2^M entries; entry 0 is ignored
     */
    public static double[] ofExample(boolean[] correct) {
        double[] values = new double[correct.length];
        for (int coalition = 1; coalition < correct.length; coalition++) {
            values[coalition] = correct[coalition] ? 1 : 0;
        }
        return of(values);
    }

    /** {@code |S|! (M-|S|-1)! / M!} for every size of S. */
    private static double[] weightsBySize(int players) {
        double[] weights = new double[players];
        weights[0] = 1.0 / players;
        for (int size = 1; size < players; size++) {
            weights[size] = weights[size - 1] * size / (players - size);
        }
        return weights;
    }
}
