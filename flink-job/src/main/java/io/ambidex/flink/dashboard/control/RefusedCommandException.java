/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.control;

/** A command was not passed on; the message tells a person why. */
public final class RefusedCommandException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whose fault it is. */
    public enum Cause {
        /** Nobody may give commands here. */
        DISABLED,
        /** The token is wrong or missing. */
        NOT_ALLOWED,
        /** The command makes no sense. */
        WRONG,
        /** The command cannot be given now. */
        NOT_NOW
    }

    private final Cause reason;

    RefusedCommandException(Cause reason, String message) {
        super(message);
        this.reason = reason;
    }

    RefusedCommandException(Cause reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Whose fault it is. */
    public Cause reason() {
        return reason;
    }
}
