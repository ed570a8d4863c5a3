/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.monitoring.drift.DriftSignal;
import io.ambidex.model.network.NetworkSpec;
import java.util.List;
import java.util.Map;

/**
 * One algorithm that keeps the modalities balanced while a network learns. It is a guest at fixed
 * points of the learner's step; what it leaves alone is plain joint training.
 *
 * <p>One step, in order:
 *
 * <ol>
 *   <li><b>data input</b>, {@link #selectExamples}: choose, drop or bring back examples
 *   <li>{@link #passes}: one pass (forward, backward, update) by default; several, each with its
 *       own trained part, for alternating methods. Then for each pass:
 *   <li><b>encoding</b>, {@link #exchange}: replace what the encoders exchange, if they do
 *   <li><b>feed-forward</b>, {@link #feedForward}: mask, drop or rescale features
 *   <li><b>learning objective</b>, {@link #objective}: named, weighted losses besides the joint one
 *   <li><b>gradients</b>, {@link #gradients}: one backward pass over all losses by default, or one
 *       per loss, combined
 *   <li><b>optimization</b>, {@link #optimization}: change gradients before the update
 *   <li>update of the weights by the optimizer
 *   <li>{@link #after}: advance the method's own state; change or re-initialise parameters
 * </ol>
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>State changes only in {@link #after}, and in {@link #onDrift} between two steps: a step
 *       whose loss or gradient is not finite never gets there, so that it leaves no trace.
 *       Everything that the next gradient depends on is in {@link #writeState}.
 *   <li>Scores, ratios, masks and other control signals carry no gradient.
 *   <li>A missing modality is a zero row of features, is left out of the scores, and its parameters
 *       have no gradient when no example of the batch has it.
 *   <li>Randomness comes from {@link PassView#random}; there are no generators to save.
 *   <li>A method is used by one thread, serves one learner, and keeps no static state.
 * </ul>
 */
public interface BalancingMethod extends AutoCloseable {

    /**
     * The network that the method trains and that predictors must use: the configured one, unless
     * the method replaces the fusion or the head. It is written into every model version.
     *
     * @throws IllegalArgumentException if the method cannot work with the network; tells why
     */
    default NetworkSpec network(NetworkSpec configured) {
        return configured;
    }

    /**
     * Which examples the learner keeps for this method, besides those of the step; asked once,
     * before {@link #open}. They are seen at every stage: {@link PassView#heldOut}, {@link
     * PassView#replay}.
     */
    default ReservoirSpec reservoirs() {
        return ReservoirSpec.NONE;
    }

    /** Called once before the first step: allocate state, add parameters of the method's own. */
    default void open(MethodContext context) {}

    /**
     * Data input: the examples to train on in this step. May leave out fresh ones (held out) and
     * add earlier ones, marked as replayed.
     */
    default MiniBatch selectExamples(InputStage stage) {
        return stage.fresh();
    }

    /** The passes of this step; at least one. */
    default List<Pass> passes(PassView step) {
        return List.of(Pass.ALL);
    }

    /**
     * Exchange: what the encoders give each other after some of their stages, if the network has an
     * exchange; once per point, while the encoders run. Gates may be replaced. Predictions use them
     * as they are computed.
     */
    default void exchange(ExchangeStage stage) {}

    /** Feed-forward: features as the encoders gave them; may be masked or replaced. */
    default void feedForward(ForwardStage stage) {}

    /**
     * Learning objective: the joint cross-entropy is there already; losses may be added or the
     * joint one dropped.
     */
    default void objective(ObjectiveStage stage) {}

    /**
     * Gradients of the losses; a parameter that is absent from the result takes no part in the
     * update.
     */
    default NamedTensors gradients(GradientStage stage) {
        return stage.ofAll();
    }

    /** Optimization: between backward and update. */
    default void optimization(OptimizationStage stage) {}

    /** After the update of a pass; not called for a pass that was skipped. */
    default void after(AfterStage stage) {}

    /**
     * The data has changed: a learner score is not what it was. Called between two steps, so that
     * it takes effect before the next one; a method may begin again with what it does in the early
     * phase of learning. Does nothing by default.
     */
    default void onDrift(DriftSignal signal) {}

    /** The method's own figures of the last step, by name. */
    default Map<String, Double> monitors() {
        return Map.of();
    }

    /**
     * Adds everything that later steps depend on. Tensors may be live: they are copied before the
     * next step.
     */
    default void writeState(MethodState state) {}

    /**
     * Takes over what {@link #writeState} wrote; called after {@link #open}.
     *
     * @throws IllegalArgumentException if something is missing or does not fit
     */
    default void readState(MethodState state) {}

    /** Frees the method's tensors. */
    @Override
    default void close() {}
}
