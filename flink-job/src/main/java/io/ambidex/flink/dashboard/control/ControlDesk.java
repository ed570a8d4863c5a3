/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.control;

import io.ambidex.connectors.schema.Control;
import io.ambidex.flink.dashboard.control.RefusedCommandException.Cause;
import io.ambidex.flink.dashboard.view.DashboardState;
import io.ambidex.flink.training.drift.DriftSettings;
import io.ambidex.model.balancing.BalancingMethods;

/**
 * Takes commands, checks them as the job would, and passes them on. What becomes of one is told by
 * the job itself, as an alert.
 */
public final class ControlDesk {
    private final ControlAccess access;
    private final ControlSender sender;
    private final DashboardState state;

    /**
     * @param access who may give commands
     * @param sender writes to the control topic
     * @param state tells event time, method and modalities of the job
     */
    public ControlDesk(ControlAccess access, ControlSender sender, DashboardState state) {
        this.access = access;
        this.sender = sender;
        this.state = state;
    }

    /** Whether anybody may give commands. */
    public boolean isOpen() {
        return access.isEnabled();
    }

    /**
     * Refuses whoever may not give commands.
     *
     * @param token what was given as the token; null when nothing was
     */
    public void requireAllowed(String token) throws RefusedCommandException {
        if (!access.isEnabled()) {
            throw new RefusedCommandException(Cause.DISABLED, "control is off");
        }
        if (!access.allows(token)) {
            throw new RefusedCommandException(Cause.NOT_ALLOWED, "the token is wrong or missing");
        }
    }

    /**
     * Passes a command on.
     *
     * @param token what was given as the token; null when nothing was
     * @return the command as written to the topic
     * @throws RefusedCommandException if it was not passed on; the message tells why
     */
    public Control submit(String token, ControlRequest request) throws RefusedCommandException {
        requireAllowed(token);
        request.requireSensible();
        check(request);
        Long newest = state.newestEventMillis();
        if (newest == null) {
            throw new RefusedCommandException(
                    Cause.NOT_NOW,
                    "no event time is known yet: a command takes effect at an event time");
        }
        long effectiveAt = newest + Math.round(1_000 * request.afterSeconds());
        Control control =
                Control.newBuilder()
                        .setCommandId("page-" + Long.toHexString(System.nanoTime()))
                        .setEffectiveAtMillis(effectiveAt)
                        .setMethod(request.method())
                        .setOptions(request.options())
                        .setFrozen(request.frozen())
                        .setLearner(request.learner())
                        .setDrift(request.drift())
                        .build();
        sender.send(control);
        return control;
    }

    private void check(ControlRequest request) throws RefusedCommandException {
        try {
            DriftSettings.check(request.drift());
        } catch (IllegalArgumentException e) {
            throw new RefusedCommandException(Cause.WRONG, e.getMessage(), e);
        }
        if (request.method() == null && request.options().isEmpty()) {
            return;
        }
        String method =
                request.method() != null ? request.method() : state.method(request.learner());
        if (method == null) {
            throw new RefusedCommandException(
                    Cause.NOT_NOW,
                    "the method of learner " + request.learner() + " is not known: name one");
        }
        try {
            BalancingMethods.create(method, request.options(), Math.max(2, state.modalities()));
        } catch (IllegalArgumentException e) {
            throw new RefusedCommandException(Cause.WRONG, e.getMessage(), e);
        }
    }
}
