/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.input;

import io.ambidex.model.balancing.EvaluationPass;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.StepRandom;
import io.ambidex.model.engine.CounterRandom;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.monitoring.ShapleyValues;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What each modality of an example contributes to a right answer: its Shapley value when a
 * coalition S of the modalities that the example has is worth {@code |S|} if the argmax of its
 * logits is the label, else 0 (Wei et al., arXiv 2309.06255). The values of an example add up to
 * the number of its modalities or to 0; below 1 a modality is used less than it could be.
 *
 * <p>Up to four modalities exactly, with 2^M - 1 products of features and head; beyond that over
 * {@value #ORDERS} random orders in which the modalities join.
 */
public final class ModalityValues {
    private static final int MOST_ENUMERATED = 4;
    private static final int ORDERS = 16;

    private final EvaluationPass pass;
    private final StepRandom random;
    private final Map<Integer, int[]> predictions = new HashMap<>();

    private ModalityValues(EvaluationPass pass, StepRandom random) {
        this.pass = pass;
        this.random = random;
    }

    /**
     * @param pass over the examples
     * @return (N, M); NaN for a modality that the example lacks, and for an example without label
     */
    public static double[][] of(EvaluationPass pass, StepRandom random) {
        ModalityValues values = new ModalityValues(pass, random);
        double[][] all = new double[pass.batch().size()][];
        for (int row = 0; row < all.length; row++) {
            all[row] = values.ofRow(row);
        }
        return all;
    }

    private double[] ofRow(int row) {
        MiniBatch.Example example = pass.batch().examples().get(row);
        int modalities = pass.batch().modalities();
        double[] values = new double[modalities];
        Arrays.fill(values, Double.NaN);
        int[] players = new int[modalities];
        int count = 0;
        for (int m = 0; m < modalities; m++) {
            if (pass.batch().isPresent(row, m)) {
                players[count++] = m;
            }
        }
        if (example.label() < 0 || count == 0) {
            return values;
        }
        players = Arrays.copyOf(players, count);
        double[] own = count <= MOST_ENUMERATED ? exact(row, players) : overOrders(row, players);
        for (int i = 0; i < count; i++) {
            values[players[i]] = own[i];
        }
        return values;
    }

    private double[] exact(int row, int[] players) {
        double[] worths = new double[1 << players.length];
        for (int s = 1; s < worths.length; s++) {
            int coalition = 0;
            for (int i = 0; i < players.length; i++) {
                coalition |= (s >> i & 1) << players[i];
            }
            worths[s] = worth(row, coalition);
        }
        return ShapleyValues.of(worths);
    }

    private double[] overOrders(int row, int[] players) {
        double[] values = new double[players.length];
        // The same orders for every example, so that their coalitions are evaluated once.
        CounterRandom draws = random.sequence("valuation-orders");
        for (int o = 0; o < ORDERS; o++) {
            int coalition = 0;
            double before = 0;
            for (int place : draws.permutation(players.length)) {
                coalition |= 1 << players[place];
                double now = worth(row, coalition);
                values[place] += (now - before) / ORDERS;
                before = now;
            }
        }
        return values;
    }

    private double worth(int row, int coalition) {
        int predicted = predictions.computeIfAbsent(coalition, this::predict)[row];
        return predicted == pass.batch().examples().get(row).label()
                ? Integer.bitCount(coalition)
                : 0;
    }

    /** Argmax of every row; the lowest index wins a tie. */
    private int[] predict(int coalition) {
        double[] logits = HostValues.of(pass.coalitionLogits(coalition));
        int[] predicted = new int[pass.batch().size()];
        int classes = logits.length / predicted.length;
        for (int row = 0; row < predicted.length; row++) {
            for (int c = 1; c < classes; c++) {
                if (logits[row * classes + c] > logits[row * classes + predicted[row]]) {
                    predicted[row] = c;
                }
            }
        }
        return predicted;
    }
}
