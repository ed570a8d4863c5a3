/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.flink.cli.CommandException;
import io.ambidex.flink.cli.Failures;
import io.ambidex.flink.cli.JobValidation;
import io.ambidex.flink.options.ModelSettings;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.network.NetworkSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Compares balancing methods: records the examples, searches the learning rate, runs every method
 * with every seed, writes the reports.
 *
 * <p>What is done is kept in the folder of the comparison; the same comparison begun again does the
 * rest. For one thread.
 */
public final class Comparison {
    private static final double VALIDATION_SHARE = 0.2;
    private static final int CURVE_POINTS = 12;

    private final CompareOptions options;
    private final PrintWriter out;
    private final NetworkSpec network;
    private final LearnerOptions learner;
    private final WeightsFile initialWeights;
    private final Map<String, String> failures = new TreeMap<>();

    /**
     * Checks everything that can be checked without playing anything.
     *
     * @param out where progress and the table go
     * @throws CommandException if an option is wrong
     */
    public Comparison(CompareOptions options, PrintWriter out) {
        this.options = options;
        this.out = out;
        JobValidation.requireValid(options.job());
        try {
            network = ModelSettings.network(options.job());
            learner = ModelSettings.learner(options.job());
            initialWeights = WeightsFile.of(options.job());
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(e.getMessage());
        }
        Recorder.requirePlayable(network);
    }

    /**
     * Does what is left to do and writes the reports.
     *
     * @return whether every run has a result
     * @throws CommandException if a method does not work, the input gives nothing, or what an
     *     earlier sitting has left is damaged
     * @throws InterruptedException if this thread is interrupted; what is done is kept
     */
    public boolean run() throws Exception {
        MethodCheck check = MethodCheck.of(options.methods(), network, learner, initialWeights);
        check.leftOut().forEach((method, reason) -> say("left out %s: %s", method, reason));
        Files.createDirectories(options.out());
        try (FileChannel channel =
                        FileChannel.open(
                                options.out().resolve(".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            say("recording %s ...", options.input().name());
            Examples examples = Examples.of(options, options.out());
            say(
                    "%d examples to learn from, %d held out, %d labels, %d classes",
                    examples.train(),
                    examples.heldOut(),
                    options.input().labels(),
                    network.classes().size());
            ResultStore store = new ResultStore(options.out().resolve("runs"));
            String code = CodeDigest.here();
            Map<Double, Double> searched = search(examples, store, code);
            double rate = best(searched);
            List<RunPlan> plans = new ArrayList<>();
            for (int seed = 1; seed <= options.seeds(); seed++) {
                for (MethodSpec method : check.methods()) {
                    plans.add(plan(method, seed, rate, scoring(), code));
                }
            }
            List<RunResult> results = runAll(plans, examples, store, options.keepWeights());
            ComparisonReport report =
                    ComparisonReport.of(
                            new Setting(
                                    options.input().name(),
                                    NetworkWords.of(network),
                                    network.modalityNames(),
                                    network.classes().size(),
                                    examples.train(),
                                    examples.heldOut(),
                                    options.seeds(),
                                    options.passes(),
                                    options.job().get(TrainingOptions.BATCH_SIZE),
                                    learner.optimizer(),
                                    rate,
                                    searched,
                                    options.noiseDecibels()),
                            check.methods().stream().map(MethodSpec::toString).toList(),
                            results,
                            failures,
                            check.leftOut());
            report.write(options.out(), out);
        }
        return failures.isEmpty();
    }

    private FileLock lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // In this very JVM; told like any other.
        }
        throw CommandException.failed("another comparison works in " + options.out());
    }

    /** Held-out accuracy on a part of the training examples, by learning rate. */
    private Map<Double, Double> search(Examples examples, ResultStore store, String code)
            throws Exception {
        if (options.learningRates().size() < 2) {
            return Map.of();
        }
        say("searching the learning rate on %s ...", MethodSpec.TO_BEAT);
        MethodSpec method = new MethodSpec(MethodSpec.TO_BEAT, Map.of());
        List<RunPlan> plans = new ArrayList<>();
        for (double rate : options.learningRates()) {
            RunPlan.Scoring scoring = RunPlan.Scoring.validation(VALIDATION_SHARE);
            plans.add(plan(method, 1, rate, scoring, code));
        }
        Map<Double, Double> searched = new LinkedHashMap<>();
        for (RunResult result : runAll(plans, examples, store, false)) {
            searched.put(result.learningRate(), result.heldOut());
        }
        if (!failures.isEmpty()) {
            throw CommandException.failed(
                    "the search for the learning rate has failed: "
                            + failures.values().iterator().next());
        }
        return searched;
    }

    private double best(Map<Double, Double> searched) {
        double best =
                options.learningRates().isEmpty()
                        ? learner.learningRate()
                        : options.learningRates().get(0);
        for (Map.Entry<Double, Double> rate : searched.entrySet()) {
            if (rate.getValue() > searched.get(best)) {
                best = rate.getKey();
            }
        }
        return best;
    }

    private RunPlan.Scoring scoring() {
        return new RunPlan.Scoring(
                0, options.noiseDecibels(), options.probeExamples(), CURVE_POINTS);
    }

    private RunPlan plan(
            MethodSpec method, long seed, double rate, RunPlan.Scoring scoring, String code) {
        return new RunPlan(
                method.toString(),
                code,
                network.toJson(),
                initialWeights,
                learner.toBuilder()
                        .method(method.method(), method.options())
                        .seed(seed)
                        .learningRate(rate)
                        .build(),
                options.job().get(TrainingOptions.BATCH_SIZE),
                options.passes(),
                scoring);
    }

    /** Results in the order of the plans, without those of runs that have failed. */
    private List<RunResult> runAll(
            List<RunPlan> plans, Examples examples, ResultStore store, boolean keepWeights)
            throws Exception {
        CompareProgress progress = new CompareProgress(out, plans.size(), System::nanoTime);
        RunLauncher launcher = new RunLauncher(examples.file(), examples.identity(), keepWeights);
        Map<RunPlan, RunResult> results = new LinkedHashMap<>();
        for (RunPlan plan : plans) {
            String fingerprint = plan.fingerprint(examples.identity());
            if (keepWeights && !Files.exists(KeptWeights.beside(store.file(plan, fingerprint)))) {
                continue;
            }
            store.find(plan, fingerprint)
                    .ifPresent(
                            result -> {
                                results.put(plan, result);
                                progress.stored();
                            });
        }
        progress.tellStored();
        ExecutorService pool = Executors.newFixedThreadPool(options.jobs());
        try {
            Map<RunPlan, Future<RunResult>> going = new LinkedHashMap<>();
            for (RunPlan plan : plans) {
                if (!results.containsKey(plan)) {
                    going.put(
                            plan,
                            pool.submit(() -> runOne(plan, examples, store, launcher, progress)));
                }
            }
            for (Map.Entry<RunPlan, Future<RunResult>> run : going.entrySet()) {
                collect(run.getKey(), run.getValue(), results);
            }
        } finally {
            pool.shutdownNow();
            pool.awaitTermination(20, TimeUnit.SECONDS);
        }
        return plans.stream().filter(results::containsKey).map(results::get).toList();
    }

    private void collect(RunPlan plan, Future<RunResult> run, Map<RunPlan, RunResult> results)
            throws InterruptedException {
        try {
            results.put(plan, run.get());
        } catch (ExecutionException e) {
            failures.put("%s, seed %d".formatted(plan.method(), plan.seed()), Failures.describe(e));
        }
    }

    private static RunResult runOne(
            RunPlan plan,
            Examples examples,
            ResultStore store,
            RunLauncher launcher,
            CompareProgress progress)
            throws Exception {
        String fingerprint = plan.fingerprint(examples.identity());
        try {
            launcher.run(
                    plan,
                    store.file(plan, fingerprint),
                    (done, all) -> progress.step(plan, done, all));
            RunResult result =
                    store.find(plan, fingerprint)
                            .orElseThrow(
                                    () -> CommandException.failed("the run has left no result"));
            progress.done(plan, result);
            return result;
        } catch (CommandException | IOException e) {
            progress.failed(plan, Failures.describe(e));
            throw e;
        }
    }

    private void say(String format, Object... arguments) {
        out.printf(format + "%n", arguments);
        out.flush();
    }
}
