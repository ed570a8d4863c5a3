/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.Control;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.training.version.BaseFiles;
import io.ambidex.flink.training.version.InitialWeights;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.version.BadModelVersionException;
import io.ambidex.model.version.ReadLimits;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.flink.core.fs.Path;

/**
 * A second learner that does what the trainer has done, batch by batch, and tells what came of it.
 * It publishes nothing.
 *
 * <p>It differs from the main one by its method alone: it is frozen in the steps in which that one
 * is, its learning rate is raised with that one's, and its method is told of the drifts that are
 * found in that one's scores. Examples that its own method wants held out are taken out of its
 * mini-batches; those that the main one's method holds out never are in one.
 */
final class ShadowLearner implements AutoCloseable {

    private static final int FORMAT = 2;

    /** As 2, but for the method that was configured. */
    private static final int WITHOUT_CONFIGURED = 1;

    private final TrainerSettings settings;
    private final Learner learner;
    private final Scores scores;
    private final MonitorRecords records;
    private final Probe probe;
    private final TrainerAlerts alerts;
    private final Consumer<Alert> output;
    private final LongSupplier clock;
    private final BaseFiles bases;

    /**
     * @param settings those of the trainer, with the second learner's options as the learner's
     * @param device the device that it computes on
     * @param initialWeights version file to begin with; null when the seed decides
     * @param output takes what became of commands
     * @param clock processing time in milliseconds
     * @throws IOException if that file cannot be read
     * @throws BadModelVersionException if it is no version
     */
    ShadowLearner(
            TrainerSettings settings,
            String device,
            String initialWeights,
            Consumer<Alert> output,
            LongSupplier clock)
            throws IOException, BadModelVersionException {
        this.settings = settings;
        this.output = output;
        this.clock = clock;
        this.alerts = new TrainerAlerts(settings.modelName(), clock);
        List<String> modalities = settings.networkSpec().modalityNames();
        this.scores = new Scores(modalities, settings.scoreWindow(), settings.fadingFactor());
        this.records = new MonitorRecords(settings.modelName(), MonitorRecords.SHADOW);
        this.probe = new Probe(settings.contributionEverySteps());
        this.bases =
                new BaseFiles(
                        new Path(settings.directory()),
                        settings.initialWeights(),
                        ReadLimits.DEFAULT);
        this.learner =
                Learner.create(
                        settings.networkSpec(),
                        settings.learnerOn(device),
                        initialWeights == null ? Map.of() : InitialWeights.read(initialWeights));
    }

    /**
     * Learns from the batch, scores it, or keeps it away from training, as the trainer did.
     *
     * @return the record of it, with the trainer's number of the step; empty when there is nothing
     *     to tell
     */
    Optional<MonitorRecord> use(UsedBatch used) {
        return switch (used.use()) {
            case TRAINED -> train(used);
            case SCORED -> Optional.of(evaluate(used));
            case HELD_OUT -> {
                holdOut(used, used.examples().get(0));
                yield Optional.empty();
            }
        };
    }

    private Optional<MonitorRecord> train(UsedBatch used) {
        ShadowOrders orders = used.orders();
        orders.commands().forEach(command -> carryOut(command, used.step()));
        if (orders.frozen()) {
            learner.freeze(1);
        } else {
            learner.resume();
        }
        Set<Example> heldOut = Collections.newSetFromMap(new IdentityHashMap<>());
        used.examples().stream().filter(e -> holdOut(used, e)).forEach(heldOut::add);
        Optional<MonitorRecord> record =
                heldOut.size() == used.examples().size()
                        ? Optional.empty()
                        : Optional.of(step(used, e -> !heldOut.contains(e)));
        orders.effects().forEach(effect -> effect.on(learner));
        return record;
    }

    private void carryOut(Control command, long step) {
        try {
            String method = command.getMethod() == null ? learner.method() : command.getMethod();
            learner.changeMethod(method, command.getOptions());
            output.accept(alerts.applied(command, step));
        } catch (IllegalArgumentException e) {
            output.accept(alerts.refused(command, learner.method(), e.getMessage()));
        }
    }

    /** Whether the method wants it held out; then it has it. */
    private boolean holdOut(UsedBatch used, Example example) {
        boolean wanted = learner.holdsOut(UsedBatch.key(example));
        if (wanted) {
            learner.holdOut(used.toMiniBatch(e -> e == example).examples().get(0));
        }
        return wanted;
    }

    private MonitorRecord step(UsedBatch used, Predicate<Example> own) {
        MiniBatch batch = used.toMiniBatch(own);
        Probe.Result probed = probe.before(used.step(), learner, batch);
        StepReport report = learner.step(batch);
        scores.learned(report);
        MonitorRecord record =
                records.ofStep(
                        report,
                        used.firstExample(),
                        used.examples().stream().filter(own).toList(),
                        scores,
                        probed,
                        null,
                        clock.getAsLong());
        record.setStep(used.step());
        return record;
    }

    private MonitorRecord evaluate(UsedBatch used) {
        MiniBatch batch = used.toMiniBatch();
        double accuracy = scores.evaluated(batch.labels(), learner.evaluate(batch));
        return records.ofEvaluation(
                used.step(),
                learner.method(),
                used.firstExample(),
                used.examples(),
                accuracy,
                scores,
                clock.getAsLong());
    }

    /** Writes everything that later steps and scores depend on. */
    void write(OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(FORMAT);
        scores.write(out);
        Configured.of(settings.learner()).write(out);
        bases.keep(learner);
        learner.writeState(out);
        out.flush();
    }

    /**
     * Goes on from what {@link #write} wrote. Where another method is configured than then, it is
     * changed to before the next step; else the method goes on that a command may have brought.
     *
     * @throws IOException if it is another format, damaged, or of another network
     */
    void read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        int format = in.readInt();
        if (format != FORMAT && format != WITHOUT_CONFIGURED) {
            throw new IOException(
                    "the second learner's state has format " + format + ", known is " + FORMAT);
        }
        scores.read(in);
        Configured then = format == FORMAT ? Configured.read(in) : null;
        learner.readState(in, bases);
        Configured before =
                then == null ? new Configured(learner.method(), learner.methodOptions()) : then;
        Configured now = Configured.of(settings.learner());
        if (!before.equals(now)) {
            learner.changeMethod(now.method(), now.options());
        }
    }

    /** The method and its options that a job was started with. */
    private record Configured(String method, Map<String, String> options) {

        static Configured of(LearnerOptions learner) {
            return new Configured(learner.method(), learner.methodOptions());
        }

        void write(DataOutputStream out) throws IOException {
            out.writeUTF(method);
            out.writeInt(options.size());
            for (Map.Entry<String, String> option : new TreeMap<>(options).entrySet()) {
                out.writeUTF(option.getKey());
                out.writeUTF(option.getValue());
            }
        }

        static Configured read(DataInputStream in) throws IOException {
            String method = in.readUTF();
            Map<String, String> options = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                options.put(in.readUTF(), in.readUTF());
            }
            return new Configured(method, options);
        }
    }

    @Override
    public void close() {
        learner.close();
    }
}
