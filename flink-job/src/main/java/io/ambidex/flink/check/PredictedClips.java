/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.check;

import io.ambidex.connectors.clip.WindowId;
import io.ambidex.connectors.schema.Prediction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which clips were predicted, and in which order. */
final class PredictedClips {
    private final Set<ClipId> clips = new HashSet<>();
    private final Map<String, WindowId> newest = new HashMap<>();
    private final List<ClipId> twice = new ArrayList<>();
    private final List<ClipId> outOfOrder = new ArrayList<>();
    private long total;

    /** Takes the next prediction of a partition. */
    void add(Prediction prediction) {
        total++;
        ClipId clip = ClipId.of(prediction);
        if (!clips.add(clip)) {
            twice.add(clip);
            return;
        }
        WindowId before = newest.put(clip.streamId(), clip.window());
        if (before != null && before.compareTo(clip.window()) >= 0) {
            outOfOrder.add(clip);
        }
    }

    long total() {
        return total;
    }

    boolean contains(ClipId clip) {
        return clips.contains(clip);
    }

    long distinct() {
        return clips.size();
    }

    /** Clips of a second prediction. */
    List<ClipId> twice() {
        return twice;
    }

    /** Clips that came after a later one of their stream. */
    List<ClipId> outOfOrder() {
        return outOfOrder;
    }
}
