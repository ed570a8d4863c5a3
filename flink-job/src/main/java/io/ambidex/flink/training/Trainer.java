/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.monitoring.Counts;
import io.ambidex.flink.options.DriftOptions.Action;
import io.ambidex.flink.training.drift.DriftDesk;
import io.ambidex.flink.training.drift.DriftEffect;
import io.ambidex.flink.training.drift.DriftResponse;
import io.ambidex.flink.training.ledger.Ledger;
import io.ambidex.flink.training.order.TrainingOrder;
import io.ambidex.flink.training.order.Work;
import io.ambidex.flink.training.order.Worker;
import io.ambidex.flink.training.version.VersionPublisher;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.monitoring.drift.DriftSignal;
import io.ambidex.model.version.ModelVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Puts examples in order, trains on them, and says what happened: everything the train operator
 * does, apart from Flink. What it does is a function of the examples and commands and of how far
 * event time has come; when they arrived makes no difference.
 */
final class Trainer implements AutoCloseable {

    final TrainerSettings settings;
    final Learner learner;
    final TrainingOrder order;
    final Scores scores;
    final VersionPublisher publisher;
    final DriftDesk drift;
    final PublishedSteps publishedSteps = new PublishedSteps();
    Ledger ledger = new Ledger();
    long lastPublishedStep = -1;

    private final String device;
    private final TrainerOutput output;
    private final LongSupplier clock;
    private final MonitorRecords records;
    private final TrainerAlerts alerts;
    private final Probe probe;
    private final Worker worker = new Hands();
    private final Commands commands;
    private final List<DriftEffect> effects = new ArrayList<>();
    private boolean skippedBefore;
    private MonitorRecord lastRecord;
    private Map<String, Double> lastContribution = Map.of();
    private volatile Progress progress = Progress.NONE;

    /**
     * @param device the device that the learner computes on
     * @param learner owned and closed by the trainer
     * @param clock processing time in milliseconds
     */
    Trainer(
            TrainerSettings settings,
            String device,
            Learner learner,
            TrainerOutput output,
            LongSupplier clock) {
        this.settings = settings;
        this.device = device;
        this.learner = learner;
        this.output = output;
        this.clock = clock;
        this.order = new TrainingOrder(settings.batchSize(), settings.batchTimeoutMillis());
        this.scores =
                new Scores(
                        settings.networkSpec().modalityNames(),
                        settings.scoreWindow(),
                        settings.fadingFactor());
        this.publisher =
                new VersionPublisher(
                        settings.modelName(),
                        settings.directory(),
                        settings.initialWeights(),
                        settings.privateKey());
        this.records = new MonitorRecords(settings.modelName(), MonitorRecords.MAIN);
        this.probe = new Probe(settings.contributionEverySteps());
        this.alerts = new TrainerAlerts(settings.modelName(), clock);
        this.commands = new Commands(this, output, alerts);
        this.drift =
                new DriftDesk(
                        settings.drift(),
                        settings.networkSpec().modalityNames(),
                        learner,
                        new DriftOutlet());
    }

    /** Takes an example in; it is used when no earlier one can come. */
    void add(Example example) {
        if (!order.add(example)) {
            ledger.count(Counts.NON_REPEATABLE_DECISIONS, 1);
        }
    }

    /** Takes a command or a count in. */
    void signal(TrainingSignal signal) {
        if (signal.count() != null) {
            ledger.count(signal.count());
        }
        if (signal.control() != null) {
            order.add(signal.control());
        }
    }

    /**
     * Uses every example that no earlier one can precede, now that event time has come this far.
     */
    void advanceTo(long watermarkMillis) throws IOException {
        long settled = watermarkMillis - settings.settleDelayMillis();
        if (settled > watermarkMillis) {
            return;
        }
        work(settled);
        updateProgress();
    }

    /** Uses everything that waits, and publishes what was learned since the last version. */
    void finish() throws IOException {
        work(Long.MAX_VALUE);
        // The last entry of the ledger tells of every example, also of those after the last step.
        if (lastPublishedStep != learner.steps() || ledger.hasUntold()) {
            publish();
        }
        updateProgress();
    }

    /** Publishes the first version, unless it was. */
    void publishFirst() throws IOException {
        if (publisher.last() == null) {
            publish();
            updateProgress();
        }
    }

    /** How far training has come; for any thread. */
    Progress progress() {
        return progress;
    }

    /** Labelled examples that have not been used yet. */
    long pending() {
        return order.pending() + order.pendingEvaluations();
    }

    @Override
    public void close() {
        learner.close();
    }

    private void updateProgress() {
        ModelVersion version = publisher.last() == null ? ModelVersion.INITIAL : publisher.last();
        progress =
                new Progress(
                        learner.steps(),
                        learner.skippedSteps(),
                        ledger.nextExample(),
                        pending(),
                        ledger.total(Counts.NON_REPEATABLE_DECISIONS),
                        version.epoch(),
                        version.number(),
                        learner.isFrozen(),
                        drift.found(),
                        lastContribution,
                        lastRecord);
    }

    private void work(long settledMillis) throws IOException {
        order.advanceTo(settledMillis, worker);
    }

    private final class Hands implements Worker {
        @Override
        public boolean holdsOut(Example example) {
            return learner.holdsOut(UsedBatch.key(example));
        }

        @Override
        public void carryOut(Work work) throws IOException {
            if (work instanceof Work.Apply apply) {
                commands.carryOut(apply);
            } else if (work instanceof Work.Evaluate evaluate) {
                evaluate(evaluate.examples());
            } else if (work instanceof Work.HoldOut holdOut) {
                holdOut(holdOut.example());
            } else if (work instanceof Work.Train train) {
                train(train.firstExample(), train.examples());
            }
        }
    }

    private void holdOut(Example example) {
        long next = ledger.nextExample();
        UsedBatch alone =
                new UsedBatch(
                        learner.steps(),
                        next,
                        List.of(example),
                        UsedBatch.Use.HELD_OUT,
                        ShadowOrders.NONE);
        learner.holdOut(alone.toMiniBatch().examples().get(0));
        output.used(alone);
        ledger.count(Counts.HELD_OUT, 1);
    }

    private void train(long first, List<Example> examples) throws IOException {
        UsedBatch used = new UsedBatch(learner.steps() + 1, first, examples, true);
        for (Example example : examples) {
            ledger.use(example);
            scores.served(example);
        }
        MiniBatch batch = used.toMiniBatch();
        Probe.Result probed = probe.before(used.step(), learner, batch);
        if (!probed.contribution().isEmpty()) {
            lastContribution = probed.contribution();
        }
        StepReport report = learner.step(batch);
        scores.learned(report);
        ledger.count(Counts.REPLAYED, report.replayed());
        boolean failed = report.skipped() && !report.frozen();
        if (failed && !skippedBefore) {
            output.alert(alerts.skipped(report));
        }
        skippedBefore = failed;
        lastRecord =
                records.ofStep(
                        report,
                        first,
                        examples,
                        scores,
                        probed,
                        modelAge(examples),
                        clock.getAsLong());
        if (report.step() % settings.monitorEverySteps() == 0) {
            output.monitor(lastRecord);
        }
        drift.after(report, examples.stream().map(e -> e.clip().streamId()).toList());
        output.used(used.with(ordersOf(report)));
        if (report.step() % settings.publishEverySteps() == 0
                && lastPublishedStep != report.step()) {
            publish();
        }
    }

    private ShadowOrders ordersOf(StepReport report) {
        ShadowOrders orders =
                new ShadowOrders(commands.takeForShadow(), report.frozen(), List.copyOf(effects));
        effects.clear();
        return orders;
    }

    private final class DriftOutlet implements DriftResponse.Outlet {
        @Override
        public void detected(DriftSignal signal) {
            output.alert(alerts.drift(signal));
        }

        @Override
        public void acted(Action action, DriftSignal cause, String effect) {
            output.alert(alerts.driftAction(action.toString(), cause, effect));
        }

        @Override
        public void shared(DriftEffect effect) {
            effects.add(effect);
        }

        @Override
        public void publish() throws IOException {
            Trainer.this.publish();
        }
    }

    private void evaluate(List<Example> examples) {
        UsedBatch used = new UsedBatch(learner.steps(), ledger.nextExample(), examples, false);
        examples.forEach(scores::served);
        MiniBatch batch = used.toMiniBatch();
        double accuracy = scores.evaluated(batch.labels(), learner.evaluate(batch));
        output.used(used);
        ledger.count(Counts.EVALUATION_ONLY, examples.size());
        output.monitor(
                records.ofEvaluation(
                        learner.steps(),
                        learner.method(),
                        ledger.nextExample(),
                        examples,
                        accuracy,
                        scores,
                        clock.getAsLong()));
    }

    private void publish() throws IOException {
        ModelVersion before = publisher.last();
        long now = clock.getAsLong();
        VersionPublisher.Making making =
                new VersionPublisher.Making(
                        learner.seed(), device, ledger.range(), scores.summary());
        var update = publisher.publish(learner, making, now);
        ModelVersion version = publisher.last();
        publishedSteps.add(version, learner.steps());
        lastPublishedStep = learner.steps();
        output.modelUpdate(update);
        output.ledger(
                ledger.close(
                        settings.modelName(),
                        version,
                        update.getDigest(),
                        TrainerState.digest(learner),
                        learner.steps(),
                        pending(),
                        learner.skippedSteps()));
        if (version.epoch() > (before == null ? 0 : before.epoch())) {
            output.alert(alerts.epochBegun(version));
        }
    }

    private Long modelAge(List<Example> examples) {
        var served = examples.get(examples.size() - 1).prediction();
        Long step =
                served == null
                        ? null
                        : publishedSteps.stepOf(
                                new ModelVersion(served.modelEpoch(), served.modelNumber()));
        return step == null ? null : learner.steps() - step;
    }
}
