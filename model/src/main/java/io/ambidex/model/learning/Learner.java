/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.balancing.StepRandom;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.StepScope;
import io.ambidex.model.monitoring.CoalitionScores;
import io.ambidex.model.monitoring.FisherTrace;
import io.ambidex.model.monitoring.drift.DriftSignal;
import io.ambidex.model.network.AttentionReading;
import io.ambidex.model.network.MultimodalNetwork;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.BaseModel;
import io.ambidex.model.version.BaseModels;
import io.ambidex.model.version.HostTensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains one network: predicts a mini-batch, learns from it once, tells what happened. For one
 * thread at a time; several learners work side by side in one JVM.
 *
 * <pre>{@code
 * try (Learner learner = Learner.create(network, LearnerOptions.builder().method("ogm-ge").build())) {
 *     StepReport report = learner.step(batch);
 * }
 * }</pre>
 */
public final class Learner implements AutoCloseable {
    private final LearningRateSchedule schedule;
    private final LearnerParts parts;
    private final Progress progress = new Progress();

    private Learner(LearningRateSchedule schedule, LearnerParts parts) {
        this.schedule = schedule;
        this.parts = parts;
    }

    /**
     * A learner with fresh weights, version 0: the same specification and seed give the same bits
     * everywhere.
     *
     * @throws IllegalArgumentException if an option, the method or one of its options is wrong;
     *     tells the limit and the value
     */
    public static Learner create(NetworkSpec spec, LearnerOptions options) {
        return create(spec, options, Map.of());
    }

    /**
     * A learner that begins with given weights.
     *
     * @param initial every parameter and buffer by name, without adapters, which are fresh; none
     *     for fresh weights
     * @throws IllegalArgumentException as above, or if a tensor is missing, unknown, or of another
     *     type or shape
     */
    public static Learner create(
            NetworkSpec spec, LearnerOptions options, Map<String, HostTensor> initial) {
        return create(
                spec,
                options,
                initial,
                BalancingMethods.create(
                        options.method(), options.methodOptions(), spec.modalities().size()));
    }

    /**
     * As {@link #create(NetworkSpec, LearnerOptions, Map)} with a method made by hand; the method
     * of the options is its name only. The learner closes it.
     */
    public static Learner create(
            NetworkSpec spec,
            LearnerOptions options,
            Map<String, HostTensor> initial,
            BalancingMethod method) {
        LearningRateSchedule schedule = LearningRateSchedule.parse(options.schedule());
        return new Learner(schedule, LearnerParts.create(spec, options, initial, method));
    }

    /**
     * Predicts the batch (the learner score), then learns from it once. A step whose loss or
     * gradient is not finite, or which has nothing to learn from, changes nothing but the counters.
     *
     * @throws IllegalArgumentException if the batch does not fit the network; then nothing has
     *     changed
     */
    public StepReport step(MiniBatch batch) {
        requireFits(batch);
        StepEnvironment environment = environment();
        MethodHost host = parts.host();
        ReportBuilder report = new ReportBuilder(batch, parts.configured().modalityNames());
        boolean updated =
                new TrainingStep(environment, host.method(), host.buffers(), batch, report).run();
        progress.stepped(updated);
        return report.build(
                environment.step(),
                updated,
                environment.frozen(),
                environment.learningRate(),
                host.method().monitors(),
                host.name());
    }

    private StepEnvironment environment() {
        LearnerOptions options = parts.options();
        LearnerCore core = parts.core();
        MethodHost host = parts.host();
        long step = progress.next();
        Interventions interventions = progress.interventions();
        double scheduled = options.learningRate() * schedule.factor(progress.steps());
        return new StepEnvironment(
                step,
                new StepRandom(options.seed(), step),
                core.network,
                host.allParameters(),
                host.ownParameters(),
                host.reservoirs(),
                core.kernel,
                core.autograd,
                core.lists,
                core.optimizer,
                options.optimizer(),
                scheduled * interventions.factor(step),
                interventions.frozen(step));
    }

    /** Tells the balancing method that the data has changed; takes effect before the next step. */
    public void onDrift(DriftSignal signal) {
        parts.host().method().onDrift(signal);
    }

    /**
     * Multiplies the learning rate of the next steps; a second call replaces the first.
     *
     * @param factor positive and finite
     * @param forSteps number of steps, at least 1
     */
    public void raiseLearningRate(double factor, long forSteps) {
        progress.interventions().raiseLearningRate(factor, forSteps, progress.steps());
    }

    /**
     * Lets the next steps predict and report, but change nothing but the counters.
     *
     * @param forSteps number of steps, at least 1; {@link Long#MAX_VALUE} until {@link #resume}
     */
    public void freeze(long forSteps) {
        progress.interventions().freeze(forSteps, progress.steps());
    }

    /** Ends {@link #freeze}. */
    public void resume() {
        progress.interventions().resume();
    }

    /** Whether the next step will change nothing. */
    public boolean isFrozen() {
        return progress.interventions().frozen(progress.next());
    }

    /**
     * Whether the balancing method wants this example kept away from training. Ask it for every
     * training example in the order of training and before it gets a number; one that is held out
     * goes to {@link #holdOut} and never into a step. The answer depends on the hash and on the
     * method's options alone.
     *
     * @param exampleKeyHash as {@link ExampleKey#hash} gives it
     */
    public boolean holdsOut(long exampleKeyHash) {
        return parts.host().reservoirs().holdsOut(exampleKeyHash);
    }

    /**
     * Shows the balancing method an example that is never trained on; it is kept, for a while, when
     * the method has asked for such examples.
     *
     * @throws IllegalArgumentException if the example does not fit the network
     */
    public void holdOut(MiniBatch.Example example) {
        requireFits(MiniBatch.of(parts.configured().modalities().size(), List.of(example)));
        parts.host().reservoirs().holdOut(example, seed());
    }

    /**
     * Predicts in evaluation mode; learns nothing and changes nothing.
     *
     * @throws IllegalArgumentException if the batch does not fit the network
     */
    public Evaluation evaluate(MiniBatch batch) {
        requireFits(batch);
        return parts.evaluator().evaluate(batch);
    }

    /**
     * What the encoder of one modality makes of a batch, in evaluation mode; for probes. Learns
     * nothing and changes nothing.
     *
     * @param modality name of the modality
     * @return one row per example, as wide as the features; zeros where the modality is missing
     * @throws IllegalArgumentException if the batch does not fit the network or there is no such
     *     modality
     */
    public float[][] features(MiniBatch batch, String modality) {
        requireFits(batch);
        return parts.evaluator().features(batch, modality);
    }

    /**
     * Where the class token of an attention fusion looks, in evaluation mode; empty with any other
     * fusion. Learns nothing and changes nothing.
     *
     * @throws IllegalArgumentException if the batch does not fit the network
     */
    public Optional<AttentionReading> attention(MiniBatch batch) {
        requireFits(batch);
        return parts.evaluator().attention(batch);
    }

    /**
     * How well every coalition of modalities predicts labelled examples, the raw input of the
     * others being zeros: 2^M evaluations. For a held-out set at window borders.
     *
     * @throws IllegalArgumentException if a batch does not fit the network or a label is missing
     */
    public CoalitionScores coalitions(List<MiniBatch> batches) {
        batches.forEach(this::requireLabelled);
        return new CoalitionProbe(parts.configured(), parts.evaluator()).scores(batches);
    }

    /**
     * Exact Fisher traces of every encoder on labelled examples, in evaluation mode: one backward
     * pass per example and class, so for a few dozen examples at window borders.
     *
     * @throws IllegalArgumentException if the batch does not fit the network or a label is missing
     */
    public Map<String, FisherTrace> fisherTraces(MiniBatch batch) {
        requireLabelled(batch);
        return new FisherProbe(parts.core()).traces(batch);
    }

    private void requireFits(MiniBatch batch) {
        BatchCheck.requireFits(batch, parts.configured());
    }

    private void requireLabelled(MiniBatch batch) {
        BatchCheck.requireLabelled(batch, parts.configured());
    }

    /** Number of steps so far, skipped ones included. */
    public long steps() {
        return progress.steps();
    }

    /** Seed of the first weights and of every random number: the state's after it was read. */
    public long seed() {
        return parts.options().seed();
    }

    /** Number of steps without an update. */
    public long skippedSteps() {
        return progress.skippedSteps();
    }

    /**
     * The balancing method as configured, for example {@code ogm-ge+joint-with-unimodal-losses}.
     */
    public String method() {
        return parts.host().name();
    }

    /** The method's options as configured; what is not there has its default. */
    public Map<String, String> methodOptions() {
        return parts.host().options();
    }

    /**
     * The network as it is trained and must be served: the configured one unless the method
     * replaces fusion or head.
     */
    public NetworkSpec networkSpec() {
        return parts.core().network.spec();
    }

    /**
     * Changes the balancing method before the next step; its state starts anew, weights and
     * optimizer stay. When the new method replaces the fusion or the head, what has the same name
     * and shape is taken over and the rest is fresh.
     *
     * @throws IllegalArgumentException if the method or an option is wrong; then the old method
     *     goes on
     */
    public void changeMethod(String method, Map<String, String> methodOptions) {
        parts.changeMethod(method, methodOptions);
    }

    /**
     * The digest of the model that adapters are put on, {@code sha256:HEX}; null for a network
     * without adapters.
     */
    public String baseDigest() {
        FrozenBase base = parts.core().base();
        return base == null ? null : base.digest();
    }

    /**
     * A copy of the model that adapters are put on, with which versions are served and a state is
     * read. It changes only when the balancing method does; null for a network without adapters.
     */
    public BaseModel base() {
        FrozenBase base = parts.core().base();
        return base == null ? null : base.model(parts.core().network);
    }

    /**
     * Copies of all parameters and buffers as they are served, in the order and under the names of
     * PyTorch's {@code state_dict}; of a network with adapters only what is not frozen.
     */
    public Map<String, HostTensor> exportTensors() {
        MultimodalNetwork network = parts.core().network;
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        try (StepScope scope = StepScope.open(network.manager());
                GradMode off = GradMode.off()) {
            NamedTensors served =
                    network.isAdapted() ? network.carried() : network.served(scope.manager());
            served.entries().forEach(e -> tensors.put(e.getKey(), HostTensor.of(e.getValue())));
        }
        return tensors;
    }

    /**
     * Writes everything that later steps depend on: weights, buffers, optimizer, method, kept
     * examples, seed and step. A learner that reads it goes on bit for bit. Of a network with
     * adapters the frozen part is left out: its digest is written.
     */
    public void writeState(OutputStream out) throws IOException {
        new SavedLearner(parts, progress).write(out);
    }

    /**
     * Reads what {@link #writeState} wrote, the balancing method and the seed included. Adapters
     * must be on the base model that this learner has.
     *
     * @throws IOException if the bytes are no such state, or of another network or optimizer; then
     *     this learner must not be used further
     */
    public void readState(InputStream in) throws IOException {
        readState(in, BaseModels.NONE);
    }

    /**
     * As {@link #readState(InputStream)}.
     *
     * @param bases where to find what adapters are put on, if this learner has another base
     * @throws IOException also if the base model is unknown
     */
    public void readState(InputStream in, BaseModels bases) throws IOException {
        new SavedLearner(parts, progress).read(in, bases);
    }

    /** What the optimizer keeps, live. */
    NamedTensors optimizerState() {
        return parts.core().optimizer.state();
    }

    /** Frees the native memory. */
    @Override
    public void close() {
        parts.close();
    }
}
