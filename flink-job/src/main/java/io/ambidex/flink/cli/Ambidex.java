/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import picocli.CommandLine.Command;

/** The {@code ambidex} command. */
@Command(
        name = "ambidex",
        description = "Balanced multimodal learning inside Apache Flink streams.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            CompareCommand.class,
            MonitorCommand.class,
            ControlCommand.class,
            TopicsCommand.class,
            DeadLettersCommand.class,
            ReplayCommand.class,
            VerifyCommand.class,
            TransactionsCommand.class,
            ValidateCommand.class,
            OptionsCommand.class,
            VersionCommand.class
        })
public final class Ambidex extends CommandGroup {

    /** Runs the command and ends the JVM with its exit status. */
    public static void main(String[] args) {
        System.exit(CommandRunner.run(new Ambidex(), args));
    }
}
