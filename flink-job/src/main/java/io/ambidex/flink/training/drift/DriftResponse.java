/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.drift;

import io.ambidex.flink.options.DriftOptions.Action;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.monitoring.drift.DriftSignal;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Does something about a drift, between two steps. After an action there is a time of cooling down,
 * in steps, in which a further drift is only told of: what follows from one change should not be
 * answered several times.
 */
public final class DriftResponse {

    private final Learner learner;
    private final Outlet outlet;
    private ResponseSettings settings;
    private long found;
    private long lastActed = -1;

    /** Where a response goes that is not for the learner. */
    public interface Outlet {

        /** A drift was found and shall be told of. */
        void detected(DriftSignal signal);

        /**
         * Something is done about a drift.
         *
         * @param effect what, as a clause: "the learning rate is 3.0 times as high for 100 steps"
         */
        void acted(Action action, DriftSignal cause, String effect);

        /** The same is due in every other learner. */
        void shared(DriftEffect effect);

        /** A version of the present weights shall be published. */
        void publish() throws IOException;
    }

    public DriftResponse(ResponseSettings settings, Learner learner, Outlet outlet) {
        this.settings = settings;
        this.learner = learner;
        this.outlet = outlet;
    }

    /** Responds in this way from now on; what has begun goes on as it began. */
    void use(ResponseSettings others) {
        settings = others;
    }

    /** Responds to what was found after the last step, in that order. */
    public void to(List<DriftSignal> signals) throws IOException {
        for (DriftSignal signal : signals) {
            found++;
            List<Action> actions =
                    signal.streamId() == null ? settings.actions() : settings.streamActions();
            if (actions.contains(Action.ALERT)) {
                outlet.detected(signal);
            }
            boolean cool = lastActed < 0 || signal.step() - lastActed > settings.coolDownSteps();
            if (cool) {
                for (Action action : actions) {
                    act(action, signal);
                }
            }
        }
    }

    private void act(Action action, DriftSignal cause) throws IOException {
        if (action == Action.ALERT) {
            return;
        }
        lastActed = cause.step();
        switch (action) {
            case METHOD -> {
                bring(DriftEffect.onMethod(cause));
                outlet.acted(action, cause, learner.method() + " is told");
            }
            case LEARNING_RATE -> {
                bring(
                        DriftEffect.onLearningRate(
                                cause,
                                settings.learningRateFactor(),
                                settings.learningRateSteps()));
                outlet.acted(
                        action,
                        cause,
                        "the learning rate is "
                                + settings.learningRateFactor()
                                + " times as high for "
                                + settings.learningRateSteps()
                                + " steps");
            }
            case PUBLISH -> {
                outlet.acted(action, cause, "a version is published");
                outlet.publish();
            }
            case FREEZE -> {
                boolean forSteps = settings.freezeSteps() > 0;
                learner.freeze(forSteps ? settings.freezeSteps() : Long.MAX_VALUE);
                outlet.acted(
                        action,
                        cause,
                        "training is frozen "
                                + (forSteps
                                        ? "for " + settings.freezeSteps() + " steps"
                                        : "until a command ends it"));
            }
            default -> throw new IllegalStateException("no such action: " + action);
        }
    }

    private void bring(DriftEffect effect) {
        effect.on(learner);
        outlet.shared(effect);
    }

    /** Drifts found so far. */
    public long found() {
        return found;
    }

    /** Writes what later responses depend on. */
    public void write(DataOutputStream out) throws IOException {
        out.writeLong(found);
        out.writeLong(lastActed);
    }

    /** Takes over what {@link #write} wrote. */
    public void read(DataInputStream in) throws IOException {
        found = in.readLong();
        lastActed = in.readLong();
    }
}
