/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.check;

import io.ambidex.flink.labeling.LabelRecord;
import java.util.ArrayList;
import java.util.List;

/** The usable input records of one stream id, those of a partition in its order. */
final class StreamInputs {
    private final List<List<Piece>> media = new ArrayList<>();
    private final List<LabelRecord> labels = new ArrayList<>();

    StreamInputs(int modalities) {
        for (int i = 0; i < modalities; i++) {
            media.add(new ArrayList<>());
        }
    }

    void add(int modality, Piece piece) {
        media.get(modality).add(piece);
    }

    void add(LabelRecord label) {
        labels.add(label);
    }

    List<LabelRecord> labels() {
        return labels;
    }

    /**
     * Per modality, the records that are not late, in the order of time. Late is what begins before
     * the newest record of its modality so far minus the out-of-orderness.
     */
    List<List<Piece>> inTime(long outOfOrdernessMillis) {
        List<List<Piece>> inTime = new ArrayList<>();
        for (List<Piece> pieces : media) {
            List<Piece> kept = new ArrayList<>();
            long mark = Long.MIN_VALUE;
            for (Piece piece : pieces) {
                boolean late =
                        mark != Long.MIN_VALUE && piece.startMillis() < mark - outOfOrdernessMillis;
                if (!late) {
                    kept.add(piece);
                    mark = Math.max(mark, piece.startMillis());
                }
            }
            kept.sort(Piece.BY_TIME);
            inTime.add(kept);
        }
        return inTime;
    }
}
