/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import io.ambidex.model.balancing.MethodState;
import java.util.Arrays;

/**
 * The prime learning window of one modality: the phase in which its Fisher trace still rises
 * quickly. InfoReg, arXiv 2503.18595, equation 11, with the moving average of the public code.
 *
 * <p>Training is cut into measuring windows of a fixed number of steps; each ends with one trace
 * {@code T}. Three states:
 *
 * <ul>
 *   <li><b>STARTING</b>: too few traces are known to compare. It counts as open or as closed, as
 *       configured.
 *   <li><b>OPEN</b>: the modality is in its prime learning window; it may be regulated.
 *   <li><b>CLOSED</b>: it is not.
 * </ul>
 *
 * <p>Transitions happen only when a trace arrives, at the border of a measuring window, and depend
 * on the rate
 *
 * <pre>{@code rate = (T[t-1] - T[t-1-L]) / (T[t-1] + ... + T[t-L])}</pre>
 *
 * (T = 0 before the start):
 *
 * <ul>
 *   <li>STARTING to OPEN or CLOSED, when enough traces are known: the first one if it counts as
 *       open, the first L + 1 otherwise.
 *   <li>OPEN to CLOSED, when the rate is at most K.
 *   <li>CLOSED to OPEN, when the rate is above K: the distribution has changed and traces rise
 *       again.
 * </ul>
 *
 * {@link #reopen} leads from any state to OPEN, and traces before it are forgotten: it stays open
 * until enough new traces are known to compare. There is no way back to STARTING. A trace below
 * 1e-8 of the largest one ever closes: rates of vanishing gradients mean nothing. A measuring
 * window in which the modality was never seen has no trace and changes nothing.
 */
public final class PrimeLearningWindow {
    /** Phase of learning. */
    public enum Phase {
        STARTING,
        OPEN,
        CLOSED
    }

    private static final double LEAST_SUM = 1e-12;
    private static final double LEAST_SHARE = 1e-8;

    private final int history;
    private final double threshold;
    private final boolean startsOpen;
    private double[] traces = new double[0];
    private double largest;
    private Phase phase = Phase.STARTING;

    /**
     * @param history L, traces in the moving average, at least 1
     * @param threshold K, least rate of an open window
     * @param startsOpen whether STARTING counts as open
     */
    public PrimeLearningWindow(int history, double threshold, boolean startsOpen) {
        this.history = history;
        this.threshold = threshold;
        this.startsOpen = startsOpen;
    }

    /** Whether the modality is in its prime learning window. */
    public boolean isOpen() {
        return phase == Phase.OPEN || phase == Phase.STARTING && startsOpen;
    }

    /** The phase. */
    public Phase phase() {
        return phase;
    }

    /** How fast the trace rises; 1 before the first trace. */
    public double rate() {
        if (traces.length == 0) {
            return 1;
        }
        double sum = 0;
        for (int i = 1; i <= history; i++) {
            sum += trace(i);
        }
        return (trace(1) - trace(history + 1)) / Math.max(sum, LEAST_SUM);
    }

    /** The trace of the i-th last measuring window, 0 before the start. */
    private double trace(int last) {
        return last <= traces.length ? traces[traces.length - last] : 0;
    }

    /** The latest trace; NaN before the first. */
    public double latestTrace() {
        return traces.length == 0 ? Double.NaN : trace(1);
    }

    /** A measuring window has ended. */
    public void add(double trace) {
        int kept = Math.min(traces.length, history);
        double[] next = Arrays.copyOfRange(traces, traces.length - kept, traces.length + 1);
        next[kept] = trace;
        traces = next;
        largest = Math.max(largest, trace);
        boolean comparable = startsOpen || traces.length > history;
        if (comparable) {
            boolean rises = rate() > threshold && trace >= LEAST_SHARE * largest;
            phase = rises ? Phase.OPEN : Phase.CLOSED;
        }
    }

    /** Opens the window again, because the distribution is known to have changed. */
    public void reopen() {
        traces = new double[0];
        largest = 0;
        phase = Phase.OPEN;
    }

    void writeState(MethodState state) {
        state.put("traces", traces);
        state.put("largest", largest);
        state.put("phase", (long) phase.ordinal());
    }

    void readState(MethodState state) {
        traces = state.numbers("traces");
        largest = state.number("largest");
        phase = Phase.values()[Math.toIntExact(state.whole("phase"))];
    }
}
