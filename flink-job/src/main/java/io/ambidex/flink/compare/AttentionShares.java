/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.flink.compare.RunResult.Attention;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.network.AttentionReading;
import java.util.List;
import java.util.Optional;

/** What every modality has of the class token's attention, averaged over examples that have it. */
final class AttentionShares {
    private final double[] mass;
    private final double[] cosine;
    private final double[] examples;
    private final int[] tokens;

    private AttentionShares(int[] tokens) {
        this.tokens = tokens;
        mass = new double[tokens.length];
        cosine = new double[tokens.length];
        examples = new double[tokens.length];
    }

    /** Without any share where the fusion does not attend. */
    static AttentionShares of(Learner learner, List<MiniBatch> batches) {
        AttentionShares shares = new AttentionShares(new int[0]);
        for (MiniBatch batch : batches) {
            Optional<AttentionReading> reading = learner.attention(batch);
            if (reading.isEmpty()) {
                return shares;
            }
            if (shares.tokens.length == 0) {
                shares = new AttentionShares(tokens(reading.get()));
            }
            shares.add(batch, reading.get());
        }
        return shares;
    }

    private static int[] tokens(AttentionReading reading) {
        return reading.shape().tokens().stream().mapToInt(shape -> shape.count()).toArray();
    }

    private void add(MiniBatch batch, AttentionReading reading) {
        for (int m = 0; m < tokens.length; m++) {
            int present = batch.presentCount(m);
            if (present > 0) {
                mass[m] += present * reading.mass(m);
                cosine[m] += present * reading.cosine(m);
                examples[m] += present;
            }
        }
    }

    /** Of one modality; null where the fusion does not attend or no example has the modality. */
    Attention of(int modality) {
        if (modality >= tokens.length || examples[modality] == 0) {
            return null;
        }
        double all = 0;
        for (int m = 0; m < tokens.length; m++) {
            all += examples[m] == 0 ? 0 : massPerToken(m);
        }
        return new Attention(
                mass[modality] / examples[modality],
                massPerToken(modality) / all,
                cosine[modality] / examples[modality]);
    }

    private double massPerToken(int modality) {
        return mass[modality] / examples[modality] / tokens[modality];
    }
}
