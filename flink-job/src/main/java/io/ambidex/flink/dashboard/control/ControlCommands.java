/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.control;

import io.ambidex.connectors.schema.Control;
import io.ambidex.flink.dashboard.control.RefusedCommandException.Cause;
import io.ambidex.flink.dashboard.view.DashboardState;
import io.ambidex.flink.training.drift.DriftSettings;
import io.ambidex.model.balancing.BalancingMethods;

/**
 * Checks commands as the job would, and passes them on. What becomes of one is told by the job
 * itself, as an alert.
 */
public final class ControlCommands {
    private final String origin;
    private final ControlSender sender;
    private final DashboardState state;

    /**
     * @param origin who gives them; begins their names
     * @param sender writes to the control topic
     * @param state tells event time, method and modalities of the job
     */
    public ControlCommands(String origin, ControlSender sender, DashboardState state) {
        this.origin = origin;
        this.sender = sender;
        this.state = state;
    }

    /**
     * Passes a command on, to take effect so much after the newest event time of the job.
     *
     * @return the command as written to the topic
     * @throws RefusedCommandException if it was not passed on; the message tells why
     */
    public Control give(ControlRequest request) throws RefusedCommandException {
        request.requireSensible();
        check(request);
        Long newest = state.newestEventMillis();
        if (newest == null) {
            throw new RefusedCommandException(
                    Cause.NOT_NOW,
                    "no event time is known yet: a command takes effect at an event time");
        }
        return send(request, newest + Math.round(1_000 * request.afterSeconds()));
    }

    /**
     * Passes a command on, to take effect at an event time.
     *
     * @param atMillis milliseconds since the epoch
     * @return the command as written to the topic
     * @throws RefusedCommandException if it was not passed on; the message tells why
     */
    public Control giveAt(ControlRequest request, long atMillis) throws RefusedCommandException {
        request.requireSensible();
        check(request);
        return send(request, atMillis);
    }

    private Control send(ControlRequest request, long atMillis) throws RefusedCommandException {
        Control control =
                Control.newBuilder()
                        .setCommandId(origin + "-" + Long.toHexString(System.nanoTime()))
                        .setEffectiveAtMillis(atMillis)
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
