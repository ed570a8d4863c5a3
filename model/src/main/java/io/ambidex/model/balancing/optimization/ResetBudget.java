/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import io.ambidex.model.balancing.MethodState;
import java.util.ArrayDeque;
import java.util.Deque;

/** Limits how often something is done within a period of updates. */
final class ResetBudget {
    private final int most;
    private final long period;
    private final Deque<Long> latest = new ArrayDeque<>();
    private long spent;

    /**
     * @param most most times within a period, 0 or more
     * @param period in updates; 0 for a period without end
     */
    ResetBudget(int most, long period) {
        this.most = most;
        this.period = period;
    }

    boolean allows(long update) {
        if (most == 0) {
            return false;
        }
        return latest.size() < most || period > 0 && update - latest.getFirst() >= period;
    }

    void spend(long update) {
        spent++;
        latest.addLast(update);
        if (latest.size() > most) {
            latest.removeFirst();
        }
    }

    /** How often since the start. */
    long spent() {
        return spent;
    }

    void writeState(MethodState state) {
        state.put("spent", spent);
        state.put("count", (long) latest.size());
        int i = 0;
        for (long update : latest) {
            state.put("at." + i++, update);
        }
    }

    void readState(MethodState state) {
        spent = state.whole("spent");
        latest.clear();
        for (int i = 0; i < state.whole("count"); i++) {
            latest.addLast(state.whole("at." + i));
        }
    }
}
