/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.training.version.InitialWeights;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.version.BadModelVersionException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * A second learner that does what the trainer has done, batch by batch, and tells what came of it.
 * It publishes nothing.
 */
final class ShadowLearner implements AutoCloseable {

    private static final int FORMAT = 1;

    private final TrainerSettings settings;
    private final Learner learner;
    private final Scores scores;
    private final MonitorRecords records;
    private final Probe probe;

    /**
     * @param settings those of the trainer, with the second learner's options as the learner's
     * @param device the device that it computes on
     * @param initialWeights version file to begin with; null when the seed decides
     * @throws IOException if that file cannot be read
     * @throws BadModelVersionException if it is no version
     */
    ShadowLearner(TrainerSettings settings, String device, String initialWeights)
            throws IOException, BadModelVersionException {
        this.settings = settings;
        List<String> modalities = settings.networkSpec().modalityNames();
        this.scores = new Scores(modalities, settings.scoreWindow(), settings.fadingFactor());
        this.records = new MonitorRecords(settings.modelName(), MonitorRecords.SHADOW);
        this.probe = new Probe(settings.contributionEverySteps());
        this.learner =
                Learner.create(
                        settings.networkSpec(),
                        settings.learnerOn(device),
                        initialWeights == null ? Map.of() : InitialWeights.read(initialWeights));
    }

    /**
     * Learns from the batch, or scores it, as the trainer did.
     *
     * @return the record of it, with the trainer's number of the step
     */
    MonitorRecord use(UsedBatch used, long nowMillis) {
        return used.trained() ? train(used, nowMillis) : evaluate(used, nowMillis);
    }

    private MonitorRecord train(UsedBatch used, long nowMillis) {
        MiniBatch batch = used.toMiniBatch();
        Probe.Result probed = probe.before(used.step(), learner, batch);
        StepReport report = learner.step(batch);
        scores.learned(report);
        MonitorRecord record =
                records.ofStep(
                        report,
                        used.firstExample(),
                        used.examples(),
                        scores,
                        probed,
                        null,
                        nowMillis);
        record.setStep(used.step());
        return record;
    }

    private MonitorRecord evaluate(UsedBatch used, long nowMillis) {
        MiniBatch batch = used.toMiniBatch();
        double accuracy = scores.evaluated(batch.labels(), learner.evaluate(batch));
        return records.ofEvaluation(
                used.step(),
                learner.method(),
                used.firstExample(),
                used.examples(),
                accuracy,
                scores,
                nowMillis);
    }

    /** Writes everything that later steps and scores depend on. */
    void write(OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(FORMAT);
        scores.write(out);
        learner.writeState(out);
        out.flush();
    }

    /**
     * Goes on from what {@link #write} wrote, with the method that is configured: where the state
     * has another one, it is changed before the next step.
     *
     * @throws IOException if it is another format, damaged, or of another network
     */
    void read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        int format = in.readInt();
        if (format != FORMAT) {
            throw new IOException(
                    "the second learner's state has format " + format + ", known is " + FORMAT);
        }
        scores.read(in);
        learner.readState(in);
        String method = settings.learner().method();
        Map<String, String> options = settings.learner().methodOptions();
        if (!learner.method().equals(method) || !learner.methodOptions().equals(options)) {
            learner.changeMethod(method, options);
        }
    }

    @Override
    public void close() {
        learner.close();
    }
}
