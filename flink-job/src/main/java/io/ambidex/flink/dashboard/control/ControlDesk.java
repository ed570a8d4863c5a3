/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.control;

import io.ambidex.connectors.schema.Control;
import io.ambidex.flink.dashboard.control.RefusedCommandException.Cause;

/** Takes commands from whoever may give them. */
public final class ControlDesk {
    private final ControlAccess access;
    private final ControlCommands commands;

    /**
     * @param access who may give commands
     * @param commands checks them and passes them on
     */
    public ControlDesk(ControlAccess access, ControlCommands commands) {
        this.access = access;
        this.commands = commands;
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
        return commands.give(request);
    }
}
