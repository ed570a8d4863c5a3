/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.SmoothedScores;
import io.ambidex.model.monitoring.SplitScores;

/**
 * Whose turn it is in boosting. At the beginning every encoder learns by itself; then come stages,
 * each of which belongs to one modality and has two phases:
 *
 * <pre>
 * UNIMODAL, n0 steps ---> BOOSTING, n1 steps ---> RECTIFYING, n2 steps ---> BOOSTING of the next
 * </pre>
 *
 * The next modality is that after the present one, or the one with the lowest mean label
 * probability, smoothed over {@value #SMOOTHING} steps. The first stage is that of modality 0.
 */
final class BoostingSchedule {
    private static final int SMOOTHING = 50;

    /** What is trained. */
    enum Phase {
        /** Every encoder and the head, by the loss of every modality alone. */
        UNIMODAL,
        /** One encoder and the head. */
        BOOSTING,
        /** Everything. */
        RECTIFYING
    }

    private final long boostingSteps;
    private final long rectifyingSteps;
    private final boolean weakestFirst;
    private final SmoothedScores scores = new SmoothedScores(SMOOTHING);
    private int modality;
    private int previous = -1;

    /** In the stage; negative while the encoders learn by themselves. */
    private long step;

    /**
     * @param unimodalSteps n0, at least 0
     * @param boostingSteps n1, at least 1
     * @param rectifyingSteps n2, at least 1
     * @param weakestFirst whether the weakest modality is next and not the one after the present
     */
    BoostingSchedule(
            long unimodalSteps, long boostingSteps, long rectifyingSteps, boolean weakestFirst) {
        step = -unimodalSteps;
        this.boostingSteps = boostingSteps;
        this.rectifyingSteps = rectifyingSteps;
        this.weakestFirst = weakestFirst;
    }

    Phase phase() {
        if (step < 0) {
            return Phase.UNIMODAL;
        }
        return step < boostingSteps ? Phase.BOOSTING : Phase.RECTIFYING;
    }

    /** The modality of this stage. */
    int modality() {
        return modality;
    }

    /** The modality of the stage before; -1 in the first. */
    int previous() {
        return previous;
    }

    /**
     * Counts a step.
     *
     * @return whether another phase begins
     */
    boolean advance(SplitScores split) {
        double[] strengths = scores.with(split);
        scores.advance(split);
        step++;
        if (step == boostingSteps + rectifyingSteps) {
            previous = modality;
            modality = next(strengths);
            step = 0;
        }
        return step == 0 || step == boostingSteps;
    }

    private int next(double[] strengths) {
        int next = (modality + 1) % strengths.length;
        if (weakestFirst) {
            for (int m = 0; m < strengths.length; m++) {
                boolean weaker = strengths[m] < strengths[next];
                if (weaker || Double.isNaN(strengths[next]) && !Double.isNaN(strengths[m])) {
                    next = m;
                }
            }
        }
        return next;
    }

    void writeState(MethodState state) {
        state.put("modality", (long) modality);
        state.put("previous", (long) previous);
        state.put("step", step);
        scores.writeState(state);
    }

    void readState(MethodState state) {
        modality = (int) state.whole("modality");
        previous = (int) state.whole("previous");
        step = state.whole("step");
        scores.readState(state);
    }
}
