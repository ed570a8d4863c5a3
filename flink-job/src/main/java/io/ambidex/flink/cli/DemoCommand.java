/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.connectors.media.degradation.Degradation;
import io.ambidex.flink.demo.Demo;
import io.ambidex.flink.demo.DemoFolder;
import io.ambidex.flink.demo.DemoOptions;
import io.ambidex.flink.demo.StoryPlan;
import io.ambidex.flink.options.TrainingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the main job on this machine from beginning to end, and checks what comes out. */
@Command(
        name = "demo",
        description = {
            "Start a Kafka broker, a Flink cluster with its web UI, the job and a player in this "
                    + "process; play clips, show progress, check what comes out and sum up.",
            "The exit status is 0 only when everything that was promised has happened."
        })
final class DemoCommand extends BaseCommand {
    private static final Duration CLEANUP_PATIENCE = Duration.ofSeconds(40);

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "ambidex-demo",
            description =
                    "Folder for topics, model files, log and summary.json; what an earlier demo "
                            + "left in it is replaced. Default: ${DEFAULT-VALUE}.")
    private Path out;

    @Option(
            names = "--clips",
            paramLabel = "N",
            description = "Clips to play. Default: 600; with --media all.")
    private Integer clips;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of simulator, weights and training. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = TrainingOptions.DEFAULT_METHOD,
            description = "Balancing method. Default: ${DEFAULT-VALUE}.")
    private String method;

    @Option(
            names = "--option",
            paramLabel = "KEY=VALUE",
            description = "Option of the balancing method. Can be repeated.")
    private Map<String, String> methodOptions = new LinkedHashMap<>();

    @Option(names = "--no-train", description = "Only predict.")
    private boolean noTrain;

    @Option(
            names = "--keep",
            description = "Leave broker, page and web UI running after the summary.")
    private boolean keep;

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|gpu:N",
            defaultValue = "auto",
            description = "Where to train and predict. Default: ${DEFAULT-VALUE}.")
    private String device;

    @Option(
            names = "--streams",
            paramLabel = "N",
            defaultValue = "2",
            description = "Stream ids that are played side by side. Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "0",
            description =
                    "Seconds of media played in a second; 0 plays as fast as the job takes them. "
                            + "Default: ${DEFAULT-VALUE}.")
    private double speed;

    @Option(
            names = "--lead",
            paramLabel = "SECONDS",
            description =
                    "By how many seconds of media the player may be ahead of what the job has "
                            + "predicted. More is faster, less lets later clips profit from what "
                            + "earlier ones have taught. Default: a tenth of all, 10 to 300.")
    private Integer leadSeconds;

    @Mixin private MediaMixin media;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How often the media files are played; scores count the first pass and the "
                            + "repeats apart. Default: ${DEFAULT-VALUE}.")
    private int repeat;

    @Option(
            names = "--degrade",
            paramLabel = "MODALITY@START[-END]:EFFECT",
            description = {
                "What goes wrong with audio or video from one clip (a number) or event time (90s, 2min) "
                        + "to another or to the end: 5dB (signal-to-noise ratio), noise, babble, silence "
                        + "(audio), blur, black (video), freeze, drop, delay=200ms. Can be repeated; goes "
                        + "instead of the usual story."
            })
    private List<String> degradations = new ArrayList<>();

    @Option(
            names = "--story",
            paramLabel = "on|off",
            defaultValue = "on",
            description =
                    "Whether the sound is drowned in noise after half of the run, then silent, then back, "
                            + "and a second learner is watched. Default: ${DEFAULT-VALUE}.")
    private OnOff story;

    @Option(
            names = "--shadow",
            paramLabel = "NAME|none",
            defaultValue = "joint",
            description =
                    "Balancing method of the second learner, which takes the same mini-batches and is "
                            + "only watched. Default: ${DEFAULT-VALUE}.")
    private String shadow;

    @Mixin private OverridesMixin overrides;

    @Override
    public Integer call() throws Exception {
        DemoOptions options = options();
        DemoFolder folder = new DemoFolder(out.toAbsolutePath().normalize());
        folder.prepare();
        logTo(folder.log());
        try (CleanExit exit = new CleanExit(CLEANUP_PATIENCE)) {
            return new Demo(options, out(), System.console() != null).run()
                    ? ExitStatus.OK
                    : ExitStatus.FAILED;
        } catch (InterruptedException e) {
            throw CommandException.failed("interrupted");
        }
    }

    private DemoOptions options() {
        media.requireComplete();
        boolean simulated = media.folder() == null;
        if (simulated && repeat != 1) {
            throw CommandException.usage("--repeat needs --media");
        }
        return new DemoOptions(
                out,
                clips != null ? clips : simulated ? 600 : 0,
                seed,
                method,
                methodOptions,
                !noTrain,
                keep,
                device,
                streams,
                speed,
                leadSeconds == null ? null : Duration.ofSeconds(leadSeconds),
                simulated
                        ? null
                        : new DemoOptions.Media(
                                media.folder(), media.label(), media.crop(), repeat),
                storyPlan(),
                overrides.values());
    }

    private StoryPlan storyPlan() {
        List<Degradation> wanted = new ArrayList<>();
        for (String text : degradations) {
            try {
                wanted.add(Degradation.parse(text));
            } catch (IllegalArgumentException e) {
                throw CommandException.usage(e.getMessage());
            }
        }
        boolean told = story == OnOff.ON;
        boolean watched = told && !noTrain && !shadow.equals("none");
        return new StoryPlan(told && wanted.isEmpty(), wanted, watched ? shadow : null);
    }

    /** Whether something is wanted. */
    private enum OnOff {
        ON,
        OFF
    }

    /** Must come before the first class that logs. */
    private static void logTo(Path file) {
        String home = System.getProperty("ambidex.home");
        if (home != null) {
            System.setProperty("log.file", file.toString());
            System.setProperty(
                    "log4j2.configurationFile",
                    Path.of(home, "conf", "log4j2-file.properties").toString());
        }
    }
}
