/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.learning.MiniBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last mini-batches of a window, at most so many. */
final class KeptBatches {
    private final int most;
    private final Deque<List<MiniBatch.Example>> batches = new ArrayDeque<>();

    KeptBatches(int most) {
        this.most = most;
    }

    void add(List<MiniBatch.Example> batch) {
        batches.addLast(List.copyOf(batch));
        if (batches.size() > most) {
            batches.removeFirst();
        }
    }

    List<List<MiniBatch.Example>> all() {
        return List.copyOf(batches);
    }

    void clear() {
        batches.clear();
    }

    void writeState(MethodState state) {
        state.put("batches", (long) batches.size());
        int i = 0;
        for (List<MiniBatch.Example> batch : batches) {
            state.put("size." + i, (long) batch.size());
            for (int j = 0; j < batch.size(); j++) {
                state.put("example." + i + "." + j, batch.get(j));
            }
            i++;
        }
    }

    void readState(MethodState state) {
        batches.clear();
        for (int i = 0; i < state.whole("batches"); i++) {
            List<MiniBatch.Example> batch = new ArrayList<>();
            for (int j = 0; j < state.whole("size." + i); j++) {
                batch.add(state.example("example." + i + "." + j));
            }
            batches.addLast(batch);
        }
    }
}
