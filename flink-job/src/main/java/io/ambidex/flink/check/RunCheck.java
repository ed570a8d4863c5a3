/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.check;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.kafka.KafkaAccessException;
import io.ambidex.connectors.kafka.OpenTransaction;
import io.ambidex.connectors.kafka.OpenTransactions;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.options.KafkaSettings;
import io.ambidex.flink.options.ModalityOptions;
import io.ambidex.flink.options.ServingOptions;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.balancing.ReservoirSpec;
import io.ambidex.model.learning.ExampleKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.flink.configuration.Configuration;

/**
 * Holds what a job has committed against what stands on its input topics. For a run from the
 * beginning of the topics that has used all of them: every output is of this run, and the inputs
 * have ended.
 */
public final class RunCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Configuration options;
    private final List<Invariant> invariants = new ArrayList<>();

    /**
     * @param options those of the job
     */
    public RunCheck(Configuration options) {
        this.options = options;
    }

    /**
     * Makes all checks.
     *
     * @return one for each thing that must be true, in a fixed order
     * @throws KafkaAccessException if the topics cannot be read
     */
    public List<Invariant> run() throws KafkaAccessException {
        invariants.clear();
        transactions();
        RecordedOutputs outputs = RecordedOutputs.read(options, PATIENCE);
        RecordedInputs inputs = RecordedInputs.read(options, outputs.refused(), PATIENCE);
        boolean trains = options.get(TrainingOptions.ENABLED);
        CheckedOptions rules = CheckedOptions.of(options);
        ExpectedClips clips = new ExpectedClips(inputs, rules);
        ExpectedExamples examples = new ExpectedExamples(rules);
        long[] missing = {0};
        long labels = 0;
        for (Map.Entry<String, StreamInputs> stream : inputs.streams().entrySet()) {
            List<Clip> ofStream = clips.of(stream.getKey(), stream.getValue());
            for (Clip clip : ofStream) {
                boolean predicted =
                        outputs.predictions().contains(new ClipId(clip.streamId(), clip.window()));
                missing[0] += predicted ? 0 : 1;
            }
            labels += stream.getValue().labels().size();
            examples.add(ofStream, stream.getValue().labels());
        }
        if (options.get(ServingOptions.ENABLED)) {
            predictions(outputs.predictions(), examples.clips(), missing[0]);
        }
        if (trains) {
            training(outputs, examples);
        }
        invariants.add(
                Invariant.of(
                        "every record can be read",
                        outputs.unreadable() == 0,
                        "%d usable inputs (%d labels), %d dead letters, %d unreadable outputs",
                        inputs.records(),
                        labels,
                        outputs.refused().size(),
                        outputs.unreadable()));
        return List.copyOf(invariants);
    }

    private void predictions(PredictedClips predicted, long clips, long missing) {
        invariants.add(
                Invariant.of(
                        "every clip is predicted exactly once",
                        predicted.total() == clips && missing == 0 && predicted.twice().isEmpty(),
                        "%d clips, %d committed predictions, %d missing, %d more than once%s",
                        clips,
                        predicted.total(),
                        missing,
                        predicted.twice().size(),
                        some(predicted.twice())));
        invariants.add(
                Invariant.of(
                        "predictions of a stream keep the order of its clips",
                        predicted.outOfOrder().isEmpty(),
                        "%d out of order%s",
                        predicted.outOfOrder().size(),
                        some(predicted.outOfOrder())));
    }

    private void training(RecordedOutputs outputs, ExpectedExamples examples) {
        if (outputs.ledger().isEmpty()) {
            invariants.add(Invariant.of("the ledger tells of the run", false, "it is empty"));
            return;
        }
        LedgerChecks ledger = new LedgerChecks(outputs.ledger(), outputs.monitors());
        List<Example> inOrder = examples.inOrder(heldOut(ledger.last().getHeldOut()));
        long labelled =
                inOrder.size()
                        + examples.ambiguous()
                        + examples.expired()
                        + examples.heldOut()
                        + examples.evaluationOnly();
        invariants.add(ledger.contiguous());
        invariants.add(ledger.counts(examples, labelled));
        invariants.add(ledger.firstUse());
        invariants.add(ledger.chain(inOrder));
        invariants.add(ledger.repeatable());
        invariants.add(VersionChecks.announced(outputs.versions(), outputs.ledger()));
        invariants.add(VersionChecks.loadable(outputs.versions()));
    }

    /** Which clips the configured method keeps from training. */
    private Predicate<Clip> heldOut(long counted) {
        if (counted == 0) {
            return clip -> false;
        }
        ReservoirSpec reservoirs =
                BalancingMethods.create(
                                options.get(TrainingOptions.METHOD),
                                options.get(TrainingOptions.METHOD_OPTIONS),
                                options.get(ModalityOptions.MODALITIES).size())
                        .reservoirs();
        return clip ->
                reservoirs.holdsOut(
                        ExampleKey.hash(
                                clip.streamId(),
                                clip.window().startMillis(),
                                clip.window().endMillis()));
    }

    private void transactions() throws KafkaAccessException {
        try (OpenTransactions broker =
                new OpenTransactions(KafkaSettings.connection(options), PATIENCE)) {
            List<OpenTransaction> open =
                    broker.list(options.get(ConnectionOptions.TRANSACTIONAL_ID_PREFIX));
            List<OpenTransaction> overdue = open.stream().filter(OpenTransaction::overdue).toList();
            invariants.add(
                    Invariant.of(
                            "no open transaction holds readers back longer than its timeout",
                            overdue.isEmpty(),
                            "%d open, %d of them overdue%s",
                            open.size(),
                            overdue.size(),
                            some(overdue)));
        }
    }

    private static String some(List<?> problems) {
        return problems.isEmpty() ? "" : "; the first: " + problems.get(0);
    }
}
