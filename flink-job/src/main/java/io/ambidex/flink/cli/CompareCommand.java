/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.flink.compare.CompareOptions;
import io.ambidex.flink.compare.Comparison;
import io.ambidex.flink.compare.MediaFolder;
import io.ambidex.flink.compare.MethodSpec;
import io.ambidex.flink.compare.RecordedInput;
import io.ambidex.flink.compare.SimulatedScenes;
import io.ambidex.flink.options.TrainingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares balancing methods on a recorded input. */
@Command(
        name = "compare",
        description = {
            "Play the same recorded examples, in the same order, to every balancing method, and write "
                    + "tables (terminal, CSV, JSON, Markdown) and a page with plots.",
            "What is done is kept in the folder: the same command begun again does the rest."
        })
final class CompareCommand extends BaseCommand {
    private static final Duration CLEANUP_PATIENCE = Duration.ofSeconds(40);

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "ambidex-compare",
            description = "Folder for results and reports. Default: ${DEFAULT-VALUE}.")
    private Path out;

    @Mixin private MediaMixin media;

    @Option(
            names = "--scenes",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Scenes that the simulator renders. Default: ${DEFAULT-VALUE}.")
    private long scenes;

    @Option(
            names = "--scene-seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the simulator. Default: ${DEFAULT-VALUE}.")
    private long sceneSeed;

    @Option(
            names = "--held-out",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description =
                    "Share of the examples that is only scored, where the manifest marks none as test. "
                            + "Default: ${DEFAULT-VALUE}.")
    private double heldOut;

    @Option(
            names = "--methods",
            paramLabel = "NAME[:OPTION=VALUE[;...]]",
            split = ",",
            description =
                    "Methods, separated by commas; several are chained with +. Can be repeated. "
                            + "Default: every method there is, with its defaults.")
    private List<String> methods = new ArrayList<>();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many seeds, from 1 on. Default: ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(
            names = "--passes",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How often the training examples are gone through: the first time in the order of the "
                            + "stream, then in an order drawn from the seed. Default: ${DEFAULT-VALUE}.")
    private int passes;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "Examples of a mini-batch; training.batch-size.")
    private Integer batchSize;

    @Option(
            names = "--optimizer",
            paramLabel = "sgd|adamw",
            description = "Optimizer; training.optimizer.")
    private String optimizer;

    @Option(
            names = "--learning-rates",
            paramLabel = "X[,X...]",
            split = ",",
            description =
                    "Learning rate of all methods; of several the best for joint-with-unimodal-losses on a "
                            + "fifth of the training examples is taken. Default: training.learning-rate.")
    private List<Double> learningRates = new ArrayList<>();

    @Option(
            names = "--noise",
            paramLabel = "DB[,DB...]",
            split = ",",
            defaultValue = "10,5,0,-5",
            description =
                    "Signal-to-noise ratios at which robustness is measured, in decibels: babble on sound, "
                            + "Gaussian noise on pictures. Default: ${DEFAULT-VALUE}.")
    private List<Double> noise = new ArrayList<>();

    @Option(
            names = "--probe-examples",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "Most training examples that a linear probe is fitted to. Default: ${DEFAULT-VALUE}.")
    private int probeExamples;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "1",
            description = "Runs at the same time. Default: ${DEFAULT-VALUE}.")
    private int jobs;

    @Option(
            names = "--keep-weights",
            description =
                    "Keep what every run has learned beside its result in DIR/runs, as a version file for "
                            + "network.initial-weights.")
    private boolean keepWeights;

    @Mixin private OverridesMixin overrides;

    @Override
    public Integer call() throws Exception {
        CompareOptions options = options();
        try (CleanExit exit = new CleanExit(CLEANUP_PATIENCE)) {
            return compare(options);
        }
    }

    /** Says that it was interrupted before the JVM is free to end. */
    private int compare(CompareOptions options) throws Exception {
        try {
            return new Comparison(options, out()).run() ? ExitStatus.OK : ExitStatus.FAILED;
        } catch (InterruptedException e) {
            err().println(
                            "error: interrupted; the same command goes on where this one has stopped");
            err().flush();
            return ExitStatus.FAILED;
        }
    }

    private CompareOptions options() {
        media.requireComplete();
        if (scenes < 2) {
            throw CommandException.usage("--scenes must be 2 or more, but is " + scenes);
        }
        List<MethodSpec> specs = specs();
        Configuration job = new Configuration();
        overrides.applyTo(job);
        RecordedInput input =
                media.folder() == null
                        ? new SimulatedScenes(scenes, sceneSeed, heldOut)
                        : new MediaFolder(media.folder(), media.label(), media.crop(), job);
        input.describeTo(job);
        job.set(TrainingOptions.DEVICE, "cpu");
        overrides.applyTo(job);
        job.set(TrainingOptions.METHOD, "joint");
        job.removeConfig(TrainingOptions.METHOD_OPTIONS);
        if (batchSize != null) {
            job.set(TrainingOptions.BATCH_SIZE, batchSize);
        }
        if (optimizer != null) {
            job.set(TrainingOptions.OPTIMIZER, optimizer);
        }
        return new CompareOptions(
                out,
                input,
                heldOut,
                job,
                specs,
                seeds,
                passes,
                learningRates,
                noise,
                probeExamples,
                jobs,
                keepWeights);
    }

    private List<MethodSpec> specs() {
        try {
            return methods.stream().map(MethodSpec::parse).toList();
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(e.getMessage());
        }
    }
}
