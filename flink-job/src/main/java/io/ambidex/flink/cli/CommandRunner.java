/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a picocli command: failures become one line on the error stream and an exit status. */
public final class CommandRunner {
    private CommandRunner() {}

    /**
     * Parses the arguments and runs the command.
     *
     * @return the exit status, see {@link ExitStatus}
     */
    public static int run(Object command, String... args) {
        return commandLine(command).execute(args);
    }

    /** The command line that {@link #run} executes; its writers can be replaced. */
    public static CommandLine commandLine(Object command) {
        CommandLine line = new CommandLine(command);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler((e, args) -> usageError(e));
        line.setExecutionExceptionHandler(
                (e, failed, parsed) -> failure(failed.getErr(), e, verbose(failed)));
        return line;
    }

    private static int usageError(ParameterException e) {
        CommandLine failed = e.getCommandLine();
        StringBuilder line = new StringBuilder("error: ").append(Failures.describe(e));
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            if (!near.isEmpty()) {
                line.append("; did you mean ").append(String.join(" or ", near)).append('?');
            }
        }
        line.append(" (see ").append(failed.getCommandSpec().qualifiedName()).append(" --help)");
        failed.getErr().println(line);
        return ExitStatus.USAGE;
    }

    private static int failure(PrintWriter err, Exception e, boolean verbose) {
        err.println("error: " + Failures.describe(e));
        if (verbose) {
            e.printStackTrace(err);
        }
        err.flush();
        return e instanceof CommandException c ? c.exitStatus() : ExitStatus.FAILED;
    }

    private static boolean verbose(CommandLine failed) {
        Object command = failed.getCommandSpec().userObject();
        return command instanceof BaseCommand base && base.verbose();
    }
}
