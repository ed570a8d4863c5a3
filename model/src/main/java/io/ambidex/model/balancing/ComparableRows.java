/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import io.ambidex.model.learning.MiniBatch;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The rows of a batch on which its modalities can be compared with each other: those that have
 * every modality which the batch has at all.
 *
 * @param players bit set of the modalities; 0 when no row has all of them
 * @param complete indices of the rows
 */
public record ComparableRows(int players, int[] complete) {

    /** Rows with a label only. */
    public static ComparableRows labelled(MiniBatch batch) {
        int[] labels = batch.labels();
        return of(batch, IntStream.range(0, labels.length).filter(i -> labels[i] >= 0).toArray());
    }

    /** All rows. */
    public static ComparableRows all(MiniBatch batch) {
        return of(batch, IntStream.range(0, batch.size()).toArray());
    }

    private static ComparableRows of(MiniBatch batch, int[] candidates) {
        int players = 0;
        for (int m = 0; m < batch.modalities(); m++) {
            int modality = m;
            if (Arrays.stream(candidates).anyMatch(i -> batch.isPresent(i, modality))) {
                players |= 1 << m;
            }
        }
        int all = players;
        int[] complete =
                Arrays.stream(candidates)
                        .filter(
                                i ->
                                        IntStream.range(0, batch.modalities())
                                                .allMatch(
                                                        m ->
                                                                (all >> m & 1) == 0
                                                                        || batch.isPresent(i, m)))
                        .toArray();
        return new ComparableRows(complete.length == 0 ? 0 : players, complete);
    }

    /** Number of modalities that can be compared. */
    public int count() {
        return Integer.bitCount(players);
    }

    /** Whether a modality is among them. */
    public boolean plays(int modality) {
        return (players >> modality & 1) == 1;
    }
}
