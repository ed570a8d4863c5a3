/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.flink.compare.RunResult.CurvePoint;
import io.ambidex.flink.compare.RunResult.ModalityResult;
import io.ambidex.model.engine.CounterRandom;
import io.ambidex.model.learning.ExampleKey;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.monitoring.ConfusionMatrix;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.HostTensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * One method with one seed: goes through the training examples, then scores what was learned.
 *
 * <p>The first pass is the stream's own order. Every further pass is in an order drawn from seed
 * and pass, the same for all methods.
 */
final class MethodRun {
    /** Told after every step. */
    interface Progress {
        /**
         * @param done steps that are done
         * @param all steps of the run
         */
        void step(long done, long all);
    }

    private static final int CURVE_PARTS = 40;
    private static final int CURVE_EXAMPLES = 400;

    private final RunPlan plan;
    private final Recording recording;
    private final Map<String, HostTensor> initial;
    private final Path weights;
    private final Progress progress;
    private final NetworkSpec network;
    private final int modalities;
    private final List<CurvePoint> learned = new ArrayList<>();
    private final List<CurvePoint> heldOutCurve = new ArrayList<>();
    private final Map<String, Double> monitors = new TreeMap<>();
    private List<MiniBatch.Example> kept = List.of();
    private long stepsPerPass;
    private long firstPassRight;
    private long partRight;
    private long partSeen;
    private long seen;
    private long steps;
    private long skipped;

    /**
     * @param recording the examples, already cut for a validation plan
     * @param initial weights to begin with; none for those of the seed
     * @param weights file for what was learned; null to keep nothing
     */
    MethodRun(
            RunPlan plan,
            Recording recording,
            Map<String, HostTensor> initial,
            Path weights,
            Progress progress) {
        this.plan = plan;
        this.recording = recording;
        this.initial = initial;
        this.weights = weights;
        this.progress = progress;
        this.network = plan.networkSpec();
        this.modalities = network.modalities().size();
    }

    /** Trains and scores. */
    RunResult run(String fingerprint) throws IOException {
        long began = System.nanoTime();
        try (Learner learner = Learner.create(network, plan.learner(), initial);
                Learner joint = Learner.create(network, joint())) {
            StepTimer timer = new StepTimer(learner, joint, clock());
            HeldOutScores scores = new HeldOutScores(learner, recording);
            holdOut(learner);
            for (int pass = 0; pass < plan.passes(); pass++) {
                learn(pass, learner, timer, scores);
            }
            endPart();
            ConfusionMatrix confusion = scores.confusion(recording.heldOut());
            List<ModalityResult> results = scores.modalities(plan.scoring());
            if (weights != null) {
                KeptWeights.write(weights, learner, plan.learner().device(), confusion.accuracy());
            }
            return new RunResult(
                    fingerprint,
                    plan.method(),
                    plan.seed(),
                    plan.learner().learningRate(),
                    kept.size(),
                    steps,
                    skipped,
                    (double) firstPassRight / kept.size(),
                    confusion.accuracy(),
                    confusion.macroF1(),
                    results,
                    HeldOutScores.imbalance(results),
                    learned,
                    heldOutCurve,
                    monitors,
                    measured(timer.relativeTime()),
                    measured(timer.microsPerExample()),
                    PeakMemory.bytes(),
                    (System.nanoTime() - began) / 1e9);
        }
    }

    /** What the method wants to be kept away from training is so in every pass, as in a job. */
    private void holdOut(Learner learner) {
        kept =
                recording.train().stream()
                        .filter(example -> !learner.holdsOut(key(example)))
                        .toList();
        stepsPerPass = (kept.size() + plan.batchSize() - 1) / plan.batchSize();
    }

    private static long key(MiniBatch.Example example) {
        return ExampleKey.hash("recorded", example.number(), example.number() + 1);
    }

    private void learn(int pass, Learner learner, StepTimer timer, HeldOutScores scores) {
        List<MiniBatch.Example> batch = new ArrayList<>();
        Iterator<MiniBatch.Example> examples = order(pass).iterator();
        while (examples.hasNext()) {
            MiniBatch.Example example = examples.next();
            if (!learner.holdsOut(key(example))) {
                batch.add(example);
            } else if (pass == 0) {
                learner.holdOut(example);
            }
            if (batch.size() == plan.batchSize() || !examples.hasNext() && !batch.isEmpty()) {
                count(timer.step(MiniBatch.of(modalities, batch)), pass);
                batch.clear();
                lookAtHeldOut(scores);
                progress.step(steps, allSteps());
            }
        }
    }

    /**
     * One engine thread on the CPU works in the caller's thread: then its own time is told, which
     * does not depend on what else the machine does.
     */
    private LongSupplier clock() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        boolean alone = plan.learner().threads() == 1 && plan.learner().device().equals("cpu");
        return alone && threads.isCurrentThreadCpuTimeSupported()
                ? threads::getCurrentThreadCpuTime
                : System::nanoTime;
    }

    private LearnerOptions joint() {
        return plan.learner().toBuilder().method(MethodSpec.BASELINE, Map.of()).build();
    }

    private static Double measured(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private List<MiniBatch.Example> order(int pass) {
        if (pass == 0) {
            return recording.train();
        }
        List<MiniBatch.Example> order = new ArrayList<>();
        for (int i :
                new CounterRandom(plan.seed(), pass, "order")
                        .permutation(recording.train().size())) {
            order.add(recording.train().get(i));
        }
        return order;
    }

    private long allSteps() {
        return stepsPerPass * plan.passes();
    }

    private void count(StepReport report, int pass) {
        steps++;
        skipped += report.skipped() ? 1 : 0;
        report.methodMonitors()
                .forEach(
                        (name, value) -> {
                            if (Double.isFinite(value)) {
                                monitors.put(name, value);
                            }
                        });
        for (int i = 0; i < report.labels().length; i++) {
            int right = report.predicted()[i] == report.labels()[i] ? 1 : 0;
            firstPassRight += pass == 0 ? right : 0;
            partRight += right;
            partSeen++;
            seen++;
        }
        if (steps * CURVE_PARTS / allSteps() > (steps - 1) * CURVE_PARTS / allSteps()) {
            endPart();
        }
    }

    private void endPart() {
        if (partSeen > 0) {
            learned.add(new CurvePoint(seen, (double) partRight / partSeen));
        }
        partRight = 0;
        partSeen = 0;
    }

    private void lookAtHeldOut(HeldOutScores scores) {
        int points = plan.scoring().curvePoints();
        if (points > 0 && steps * points / allSteps() > (steps - 1) * points / allSteps()) {
            double accuracy =
                    scores.accuracy(Recording.sample(recording.heldOut(), CURVE_EXAMPLES));
            heldOutCurve.add(new CurvePoint(seen, accuracy));
        }
    }
}
