/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.StepRandom;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.StepScope;
import io.ambidex.model.monitoring.CoalitionScores;
import io.ambidex.model.monitoring.FisherTrace;
import io.ambidex.model.monitoring.drift.DriftSignal;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.HostTensor;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    private final NetworkSpec configured;
    private final LearningRateSchedule schedule;
    private final Interventions interventions = new Interventions();
    private LearnerOptions options;
    private LearnerCore core;
    private MethodHost host;
    private long steps;
    private long skippedSteps;

    private Learner(
            NetworkSpec configured, LearnerOptions options, LearnerCore core, MethodHost host) {
        this.configured = configured;
        this.options = options;
        this.schedule = LearningRateSchedule.parse(options.schedule());
        this.core = core;
        this.host = host;
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
     * @param initial every parameter and buffer by name; none for fresh weights
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
        LearningRateSchedule.parse(options.schedule());
        LearnerCore core = new LearnerCore(method.network(spec), options);
        try {
            core.load(initial);
            return new Learner(spec, options, core, open(core, options, method));
        } catch (RuntimeException e) {
            core.close();
            throw e;
        }
    }

    private static MethodHost open(
            LearnerCore core, LearnerOptions options, BalancingMethod method) {
        return new MethodHost(
                options.method(),
                options.methodOptions(),
                method,
                core.network,
                options,
                core.lists);
    }

    /**
     * Predicts the batch (the learner score), then learns from it once. A step whose loss or
     * gradient is not finite, or which has nothing to learn from, changes nothing but the counters.
     *
     * @throws IllegalArgumentException if the batch does not fit the network; then nothing has
     *     changed
     */
    public StepReport step(MiniBatch batch) {
        BatchCheck.requireFits(batch, configured);
        long step = steps + 1;
        double learningRate =
                options.learningRate() * schedule.factor(steps) * interventions.factor(step);
        boolean frozen = interventions.frozen(step);
        StepEnvironment environment =
                new StepEnvironment(
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
                        learningRate,
                        frozen);
        ReportBuilder report = new ReportBuilder(batch, configured.modalityNames());
        boolean updated =
                new TrainingStep(environment, host.method(), host.buffers(), batch, report).run();
        steps = step;
        if (!updated) {
            skippedSteps++;
        }
        return report.build(
                step, updated, frozen, learningRate, host.method().monitors(), host.name());
    }

    /** Tells the balancing method that the data has changed; takes effect before the next step. */
    public void onDrift(DriftSignal signal) {
        host.method().onDrift(signal);
    }

    /**
     * Multiplies the learning rate of the next steps; a second call replaces the first.
     *
     * @param factor positive and finite
     * @param forSteps number of steps, at least 1
     */
    public void raiseLearningRate(double factor, long forSteps) {
        interventions.raiseLearningRate(factor, forSteps, steps);
    }

    /**
     * Lets the next steps predict and report, but change nothing but the counters.
     *
     * @param forSteps number of steps, at least 1; {@link Long#MAX_VALUE} until {@link #resume}
     */
    public void freeze(long forSteps) {
        interventions.freeze(forSteps, steps);
    }

    /** Ends {@link #freeze}. */
    public void resume() {
        interventions.resume();
    }

    /** Whether the next step will change nothing. */
    public boolean isFrozen() {
        return interventions.frozen(steps + 1);
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
        return host.reservoirs().holdsOut(exampleKeyHash);
    }

    /**
     * Shows the balancing method an example that is never trained on; it is kept, for a while, when
     * the method has asked for such examples.
     *
     * @throws IllegalArgumentException if the example does not fit the network
     */
    public void holdOut(MiniBatch.Example example) {
        BatchCheck.requireFits(
                MiniBatch.of(configured.modalities().size(), List.of(example)), configured);
        host.reservoirs().holdOut(example, options.seed());
    }

    /**
     * Predicts in evaluation mode; learns nothing and changes nothing.
     *
     * @throws IllegalArgumentException if the batch does not fit the network
     */
    public Evaluation evaluate(MiniBatch batch) {
        BatchCheck.requireFits(batch, configured);
        return new Evaluator(core.network, core.kernel).evaluate(batch);
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
        BatchCheck.requireFits(batch, configured);
        return new Evaluator(core.network, core.kernel).features(batch, modality);
    }

    /**
     * How well every coalition of modalities predicts labelled examples, the raw input of the
     * others being zeros: 2^M evaluations. For a held-out set at window borders.
     *
     * @throws IllegalArgumentException if a batch does not fit the network or a label is missing
     */
    public CoalitionScores coalitions(List<MiniBatch> batches) {
        batches.forEach(this::requireLabelled);
        return new CoalitionProbe(configured, new Evaluator(core.network, core.kernel))
                .scores(batches);
    }

    /**
     * Exact Fisher traces of every encoder on labelled examples, in evaluation mode: one backward
     * pass per example and class, so for a few dozen examples at window borders.
     *
     * @throws IllegalArgumentException if the batch does not fit the network or a label is missing
     */
    public Map<String, FisherTrace> fisherTraces(MiniBatch batch) {
        requireLabelled(batch);
        return new FisherProbe(core).traces(batch);
    }

    private void requireLabelled(MiniBatch batch) {
        BatchCheck.requireFits(batch, configured);
        for (MiniBatch.Example example : batch.examples()) {
            if (example.label() < 0) {
                throw new IllegalArgumentException("example " + example.number() + " has no label");
            }
        }
    }

    /** Number of steps so far, skipped ones included. */
    public long steps() {
        return steps;
    }

    /** Seed of the first weights and of every random number: the state's after it was read. */
    public long seed() {
        return options.seed();
    }

    /** Number of steps without an update. */
    public long skippedSteps() {
        return skippedSteps;
    }

    /**
     * The balancing method as configured, for example {@code ogm-ge+joint-with-unimodal-losses}.
     */
    public String method() {
        return host.name();
    }

    /** The method's options as configured; what is not there has its default. */
    public Map<String, String> methodOptions() {
        return host.options();
    }

    /**
     * The network as it is trained and must be served: the configured one unless the method
     * replaces fusion or head.
     */
    public NetworkSpec networkSpec() {
        return core.network.spec();
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
        LearnerOptions changed = options.toBuilder().method(method, methodOptions).build();
        BalancingMethod next =
                BalancingMethods.create(method, methodOptions, configured.modalities().size());
        NetworkSpec wanted = next.network(configured);
        if (wanted.equals(core.network.spec())) {
            MethodHost opened = open(core, changed, next);
            core.optimizer.forget(host.ownParameters().names());
            host.close();
            host = opened;
        } else {
            LearnerCore other = new LearnerCore(wanted, changed);
            try {
                other.takeOver(core);
                MethodHost opened = open(other, changed, next);
                close();
                core = other;
                host = opened;
            } catch (RuntimeException e) {
                other.close();
                throw e;
            }
        }
        options = changed;
    }

    /**
     * Copies of all parameters and buffers as they are served, in the order and under the names of
     * PyTorch's {@code state_dict}.
     */
    public Map<String, HostTensor> exportTensors() {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        try (StepScope scope = StepScope.open(core.network.manager());
                GradMode off = GradMode.off()) {
            core.network
                    .served(scope.manager())
                    .entries()
                    .forEach(e -> tensors.put(e.getKey(), HostTensor.of(e.getValue())));
        }
        return tensors;
    }

    /**
     * Writes everything that later steps depend on: weights, buffers, optimizer, method, kept
     * examples, seed and step. A learner that reads it goes on bit for bit.
     */
    public void writeState(OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        LearnerState.writeHeader(data);
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("network", core.network.spec().digest());
        texts.put("method", host.name());
        texts.put("optimizer", options.optimizer());
        LearnerState.writeTexts(data, texts);
        LearnerState.writeTexts(data, host.options());
        Map<String, Long> numbers = new LinkedHashMap<>(interventions.numbers());
        numbers.putAll(
                Map.of("steps", steps, "skippedSteps", skippedSteps, "seed", options.seed()));
        LearnerState.writeNumbers(data, numbers);
        LearnerState.writeTensors(data, byName(core.network.state()));
        LearnerState.writeTensors(data, byName(core.optimizer.state()));
        LearnerState.writeTensors(data, byName(host.ownTensors()));
        MethodState state = new MethodState();
        host.method().writeState(state);
        LearnerState.writeTensors(data, state.allTensors());
        LearnerState.writeNumbers(data, state.allNumbers());
        LearnerState.writeExamples(data, state.allExamples());
        host.reservoirs().write(data);
        data.flush();
    }

    private static Map<String, NDArray> byName(NamedTensors tensors) {
        Map<String, NDArray> map = new LinkedHashMap<>();
        tensors.entries().forEach(e -> map.put(e.getKey(), e.getValue()));
        return map;
    }

    /**
     * Reads what {@link #writeState} wrote, the balancing method and the seed included.
     *
     * @throws IOException if the bytes are no such state, or of another network or optimizer; then
     *     this learner must not be used further
     */
    public void readState(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        LearnerState.readHeader(data);
        Map<String, String> texts = LearnerState.readTexts(data);
        Map<String, String> methodOptions = LearnerState.readTexts(data);
        Map<String, Long> numbers = LearnerState.readNumbers(data);
        try {
            options = options.toBuilder().seed(number(numbers, "seed")).build();
            reopen(texts, methodOptions);
            readSections(data);
        } catch (IllegalArgumentException e) {
            throw new IOException("the state does not fit: " + e.getMessage(), e);
        }
        steps = number(numbers, "steps");
        skippedSteps = number(numbers, "skippedSteps");
        interventions.read(numbers);
    }

    private void readSections(DataInputStream data) throws IOException {
        try (NDManager manager = core.network.manager().newSubManager()) {
            core.network.load(LearnerState.readTensors(data, manager));
            core.optimizer.restore(LearnerState.readTensors(data, manager));
            restoreOwnTensors(LearnerState.readTensors(data, manager));
            MethodState state = new MethodState();
            NamedTensors tensors = LearnerState.readTensors(data, manager);
            tensors.entries().forEach(e -> state.put(e.getKey(), e.getValue()));
            LearnerState.readNumbers(data).forEach(state::put);
            int modalities = configured.modalities().size();
            LearnerState.readExamples(data, modalities).forEach(state::put);
            host.method().readState(state);
        }
        host.reservoirs().read(data);
    }

    /** A method that is as it was opened, so that what it read before leaves no trace. */
    private void reopen(Map<String, String> texts, Map<String, String> methodOptions)
            throws IOException {
        requireSame("optimizer", options.optimizer(), texts.get("optimizer"));
        String method = texts.get("method");
        if (method == null) {
            throw new IOException("the state names no balancing method");
        }
        changeMethod(method, methodOptions);
        requireSame("network", core.network.spec().digest(), texts.get("network"));
    }

    private static void requireSame(String what, String own, String other) throws IOException {
        if (!own.equals(other)) {
            throw new IOException(
                    "the state is of the %s %s, this learner has %s".formatted(what, other, own));
        }
    }

    private static long number(Map<String, Long> numbers, String name) throws IOException {
        Long number = numbers.get(name);
        if (number == null) {
            throw new IOException("the state lacks the number '" + name + "'");
        }
        return number;
    }

    private void restoreOwnTensors(NamedTensors saved) {
        NamedTensors own = host.ownTensors();
        core.lists.copy(own.list(), saved.inOrderOf(own));
    }

    /** What the optimizer keeps, live. */
    NamedTensors optimizerState() {
        return core.optimizer.state();
    }

    /** Frees the native memory. */
    @Override
    public void close() {
        host.close();
        core.close();
    }
}
