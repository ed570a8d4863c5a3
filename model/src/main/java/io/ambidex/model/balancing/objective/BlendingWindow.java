/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import io.ambidex.model.balancing.MethodState;
import java.util.Arrays;

/**
 * Mean losses of every head on unseen and on trained examples in the first and in the last quarter
 * of a window of steps.
 */
final class BlendingWindow {
    private static final int QUARTERS = 4;
    private static final int LISTS = 4;

    private final long steps;
    private final int heads;
    private final double[] sums;
    private final double[] counts;
    private long position;

    /**
     * @param steps length W, at least 4
     */
    BlendingWindow(long steps, int heads) {
        this.steps = steps;
        this.heads = heads;
        sums = new double[LISTS * heads];
        counts = new double[LISTS * heads];
    }

    /** Whether losses of the step that comes next are wanted. */
    boolean measuresNext() {
        return inFirstQuarter() || position >= steps - steps / QUARTERS;
    }

    private boolean inFirstQuarter() {
        return position < steps / QUARTERS;
    }

    /**
     * Takes the losses of a step that is wanted.
     *
     * @param trained per head, NaN where unknown
     * @param unseen per head, NaN where unknown
     */
    void add(double[] trained, double[] unseen) {
        int list = inFirstQuarter() ? 0 : 2;
        for (int k = 0; k < heads; k++) {
            if (!Double.isNaN(trained[k]) && !Double.isNaN(unseen[k])) {
                add(list * heads + k, trained[k]);
                add((list + 1) * heads + k, unseen[k]);
            }
        }
    }

    private void add(int place, double value) {
        sums[place] += value;
        counts[place]++;
    }

    /** Goes on by a step; tells whether the window is full. */
    boolean advance() {
        position++;
        return position >= steps;
    }

    /** One per head; NaN where nothing was measured. */
    BlendingWeights.Trace[] traces() {
        BlendingWeights.Trace[] traces = new BlendingWeights.Trace[heads];
        for (int k = 0; k < heads; k++) {
            traces[k] = new BlendingWeights.Trace(mean(0, k), mean(1, k), mean(2, k), mean(3, k));
        }
        return traces;
    }

    private double mean(int list, int head) {
        return sums[list * heads + head] / counts[list * heads + head];
    }

    /** Begins anew. */
    void clear() {
        position = 0;
        Arrays.fill(sums, 0);
        Arrays.fill(counts, 0);
    }

    void writeState(MethodState state) {
        state.put("position", position);
        state.put("sums", sums);
        state.put("counts", counts);
    }

    void readState(MethodState state) {
        position = state.whole("position");
        System.arraycopy(state.numbers("sums"), 0, sums, 0, sums.length);
        System.arraycopy(state.numbers("counts"), 0, counts, 0, counts.length);
    }
}
