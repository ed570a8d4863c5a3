/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands share: {@code --help}, {@code --verbose} and where they print. */
public abstract class BaseCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show the stack trace of a failure.")
    private boolean verbose;

    /** Whether stack traces are wanted. */
    protected final boolean verbose() {
        return verbose;
    }

    /** Where results go. */
    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Where remarks and failures go. */
    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
