/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.memory;

import io.ambidex.deploy.standalone.RunMixin;
import io.ambidex.flink.cli.BaseCommand;
import io.ambidex.flink.cli.CleanExit;
import io.ambidex.flink.cli.CommandException;
import io.ambidex.flink.cli.CommandRunner;
import io.ambidex.flink.cli.ExitStatus;
import io.ambidex.flink.cli.OverridesMixin;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command behind {@code bin/memory}. */
@Command(
        name = "memory",
        description = {
            "Run the job on a broker, a job manager and one task manager, each a process, and "
                    + "measure what the task manager keeps: resident memory and live arrays while "
                    + "it trains, then metaspace and heap while jobs are submitted and cancelled.",
            "Ends with status 0 only if everything holds; the report is in the folder of the run."
        })
public final class MemoryCommand extends BaseCommand {
    /** In less there are too few looks for a slope. */
    private static final Duration LEAST_MEASURED = Duration.ofMinutes(1);

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "40",
            description = "For how long it trains. Default: ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "0.5",
            description = "Share of that which does not count. Default: ${DEFAULT-VALUE}.")
    private double warmUp;

    @Option(
            names = "--cycles",
            paramLabel = "N",
            defaultValue = "25",
            description = "How often a job is submitted and cancelled. Default: ${DEFAULT-VALUE}.")
    private int cycles;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "60",
            description = "Clips per second. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--most-growth",
            paramLabel = "MIB",
            defaultValue = "0.1",
            description =
                    "By how much resident memory may grow in 1,000 steps; in a few minutes the "
                            + "JVM itself still grows by more. Default: ${DEFAULT-VALUE}.")
    private double mostGrowth;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of clips and training. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin private RunMixin run;

    @Mixin private OverridesMixin overrides;

    private MemoryCommand() {}

    /** Runs the command and ends the JVM with its exit status. */
    public static void main(String[] args) {
        System.exit(CommandRunner.run(new MemoryCommand(), args));
    }

    @Override
    public Integer call() throws Exception {
        RunMixin.requireAbove("--minutes", minutes);
        RunMixin.requireAbove("--rate", rate);
        RunMixin.requireAbove("--most-growth", mostGrowth);
        if (!(warmUp >= 0 && warmUp < 1)) {
            throw CommandException.usage(
                    "--warm-up must be 0 or more and below 1, but is " + warmUp);
        }
        if (cycles < 0) {
            throw CommandException.usage("--cycles must be 0 or more, but is " + cycles);
        }
        Duration training = Duration.ofMillis(Math.round(minutes * 60_000));
        Duration warmingUp = Duration.ofMillis(Math.round(warmUp * training.toMillis()));
        if (training.minus(warmingUp).compareTo(LEAST_MEASURED) < 0) {
            throw CommandException.usage(
                    "at least %d s must be left after the warm-up, but of %s minutes are %d s"
                            .formatted(
                                    LEAST_MEASURED.toSeconds(),
                                    minutes,
                                    training.minus(warmingUp).toSeconds()));
        }
        MemoryOptions options =
                new MemoryOptions(
                        run.emptyFolder(),
                        training,
                        warmingUp,
                        cycles,
                        rate,
                        mostGrowth,
                        seed,
                        Map.copyOf(overrides.values()));
        try (CleanExit exit = new CleanExit(RunMixin.CLEANUP_PATIENCE)) {
            return new MemoryRun(options, run.home(), out()).run()
                    ? ExitStatus.OK
                    : ExitStatus.FAILED;
        }
    }
}
