/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

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

/** The command behind {@code bin/chaos}. */
@Command(
        name = "chaos",
        description = {
            "Run the job on a broker, a job manager and two task managers, each a process, play "
                    + "simulated clips at a steady rate, and kill -9 processes at random moments. "
                    + "Then check, from another process, that nothing was lost, doubled or trained "
                    + "on twice, and that an undisturbed run learns the same bits.",
            "Ends with status 0 only if everything holds; the report is in the folder of the run."
        })
public final class ChaosCommand extends BaseCommand {
    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "60",
            description = "For how long clips are played. Default: ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(
            names = "--clips",
            paramLabel = "N",
            defaultValue = "100000",
            description = "How many clips are played in that time. Default: ${DEFAULT-VALUE}.")
    private long clips;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "30",
            description = "How many processes are killed. Default: ${DEFAULT-VALUE}.")
    private int kills;

    @Option(
            names = "--recovery",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description =
                    "Within how long the first new prediction must be committed after a task "
                            + "manager's death (p95). Default: ${DEFAULT-VALUE}.")
    private double recoverySeconds;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description =
                    "Seed of moments and victims, clips and training. Default: a new one, which is "
                            + "printed.")
    private Long seed;

    @Option(
            names = "--streams",
            paramLabel = "N",
            defaultValue = "4",
            description = "Stream ids side by side. Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Option(
            names = "--burst",
            paramLabel = "RATE",
            description =
                    "Half way, for 60 s, play RATE clips a second instead of what --clips asks for, "
                            + "and measure memory, checkpoints, the rate that the job keeps up with "
                            + "and how long clips wait. RATE must turn out to be ten times the rate "
                            + "that the job keeps up with. All clips are rendered before the job "
                            + "starts.")
    private Double burst;

    @Option(
            names = "--replay",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Whether to train again, undisturbed, and compare all versions, bit for bit. "
                            + "Default: ${DEFAULT-VALUE}.")
    private boolean replay;

    @Mixin private RunMixin run;

    @Mixin private OverridesMixin overrides;

    private ChaosCommand() {}

    /** Runs the command and ends the JVM with its exit status. */
    public static void main(String[] args) {
        System.exit(CommandRunner.run(new ChaosCommand(), args));
    }

    @Override
    public Integer call() throws Exception {
        requireAtLeast("--clips", clips, 1);
        requireAtLeast("--streams", streams, 1);
        requireAtLeast("--kills", kills, 0);
        RunMixin.requireAbove("--minutes", minutes);
        RunMixin.requireAbove("--recovery", recoverySeconds);
        Duration playing = Duration.ofMillis(Math.round(minutes * 60_000));
        requireRoomForBurst(playing);
        double burstRate = burst == null ? 0 : burst;
        ChaosOptions options =
                new ChaosOptions(
                        run.emptyFolder(),
                        playing,
                        ChaosOptions.clipsWithBurst(clips, playing, burstRate),
                        kills,
                        recoverySeconds,
                        seed == null ? System.nanoTime() & 0xFFFFFF : seed,
                        (int) Math.min(streams, clips),
                        burstRate,
                        replay,
                        Map.copyOf(overrides.values()));
        try (CleanExit exit = new CleanExit(RunMixin.CLEANUP_PATIENCE)) {
            return new ChaosRun(options, run.home(), out()).run()
                    ? ExitStatus.OK
                    : ExitStatus.FAILED;
        }
    }

    private void requireRoomForBurst(Duration playing) {
        if (burst == null) {
            return;
        }
        if (playing.dividedBy(2).compareTo(BurstClock.LENGTH) < 0) {
            throw CommandException.usage(
                    "--minutes must be %.0f or more with --burst, but is %s"
                            .formatted(2 * BurstClock.LENGTH.toSeconds() / 60.0, minutes));
        }
        double steady = clips / (minutes * 60);
        if (!(burst > steady) || burst.isInfinite()) {
            throw CommandException.usage(
                    "--burst must be above the %.1f clips/s of the rest, but is %s"
                            .formatted(steady, burst));
        }
    }

    private static void requireAtLeast(String option, long value, long limit) {
        if (value < limit) {
            throw CommandException.usage(
                    option + " must be " + limit + " or more, but is " + value);
        }
    }
}
