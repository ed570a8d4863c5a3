/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

/** Exit statuses of the commands. */
public final class ExitStatus {
    /** Everything that was asked for has happened. */
    public static final int OK = 0;

    /** The command was understood, but failed: a broker that does not answer, a broken promise. */
    public static final int FAILED = 1;

    /** The command line or the configuration is wrong; nothing was started. */
    public static final int USAGE = 2;

    private ExitStatus() {}
}
