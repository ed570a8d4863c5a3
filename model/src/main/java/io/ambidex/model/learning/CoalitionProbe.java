/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import io.ambidex.model.monitoring.CoalitionScores;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Evaluates every coalition of modalities; the raw input of the others is replaced by zeros. What
 * is missing stays missing in every coalition, so that it contributes nothing.
 */
final class CoalitionProbe {
    private final NetworkSpec spec;
    private final Evaluator evaluator;

    CoalitionProbe(NetworkSpec spec, Evaluator evaluator) {
        this.spec = spec;
        this.evaluator = evaluator;
    }

    CoalitionScores scores(List<MiniBatch> batches) {
        int coalitions = 1 << spec.modalities().size();
        int examples = batches.stream().mapToInt(MiniBatch::size).sum();
        int[] labels =
                batches.stream()
                        .flatMapToInt(batch -> java.util.Arrays.stream(batch.labels()))
                        .toArray();
        int[][] predicted = new int[coalitions][examples];
        double[] crossEntropies = new double[coalitions];
        for (int coalition = 0; coalition < coalitions; coalition++) {
            int from = 0;
            for (MiniBatch batch : batches) {
                Evaluation evaluation = evaluator.evaluate(masked(batch, coalition));
                System.arraycopy(
                        evaluation.predicted(), 0, predicted[coalition], from, batch.size());
                for (int i = 0; i < batch.size(); i++) {
                    crossEntropies[coalition] -=
                            Math.log(evaluation.probabilities()[i][labels[from + i]]) / examples;
                }
                from += batch.size();
            }
        }
        return new CoalitionScores(spec.modalityNames(), labels, predicted, crossEntropies);
    }

    private MiniBatch masked(MiniBatch batch, int coalition) {
        List<MiniBatch.Example> examples = new ArrayList<>(batch.size());
        for (MiniBatch.Example example : batch.examples()) {
            List<byte[]> media = new ArrayList<>();
            for (int m = 0; m < batch.modalities(); m++) {
                ModalitySpec modality = spec.modalities().get(m);
                byte[] own = example.media().get(m);
                boolean stays = (coalition >> m & 1) == 1 || own == null;
                media.add(stays ? own : new byte[modality.input().rawBytes()]);
            }
            examples.add(
                    new MiniBatch.Example(
                            media, example.label(), example.number(), example.replayed()));
        }
        return MiniBatch.of(batch.modalities(), examples);
    }
}
