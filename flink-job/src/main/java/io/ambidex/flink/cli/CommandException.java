/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

/**
 * A failure whose message alone tells a user what to do; shown as one line without a stack trace.
 */
public final class CommandException extends RuntimeException {
    private final int exitStatus;

    private CommandException(int exitStatus, String message, Throwable cause) {
        super(message, cause);
        this.exitStatus = exitStatus;
    }

    /** The command was understood, but failed. */
    public static CommandException failed(String message) {
        return new CommandException(ExitStatus.FAILED, message, null);
    }

    /** The command was understood, but failed, because of {@code cause}. */
    public static CommandException failed(String message, Throwable cause) {
        return new CommandException(ExitStatus.FAILED, message, cause);
    }

    /** The command line or the configuration is wrong. */
    public static CommandException usage(String message) {
        return new CommandException(ExitStatus.USAGE, message, null);
    }

    /** See {@link ExitStatus}. */
    public int exitStatus() {
        return exitStatus;
    }
}
