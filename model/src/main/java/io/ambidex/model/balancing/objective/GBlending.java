/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import ai.djl.ndarray.NDArray;
import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.EvaluationPass;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.InputStage;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.ReservoirOptions;
import io.ambidex.model.balancing.ReservoirSpec;
import io.ambidex.model.balancing.SurveyStage;
import io.ambidex.model.balancing.UnimodalHeads;
import io.ambidex.model.engine.CounterRandom;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.monitoring.drift.DriftSignal;
import io.ambidex.model.network.NetworkSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gradient-Blending: the joint loss and one of every modality, weighted by how well each
 * generalises per unit of overfitting. Wang et al., arXiv 1905.12681.
 *
 * <p>Heads of the method's own for the modalities; {@code L = sum_k w_k L_k} over M + 1 mean
 * cross-entropies, the weights beginning equal. The paper trains M + 1 models to estimate the
 * weights (give its result as {@code fixedWeights}); on a stream no copies are needed, since every
 * example is unseen before it is trained on. Within a window of W steps, in evaluation mode and
 * before the update, each head's loss is measured on the fresh examples (unseen) and on as many
 * replay examples (trained on), and averaged over the window's first and last quarter:
 *
 * <pre>{@code
 * G_k = max(0, unseen_first - unseen_last)
 * O_k = (unseen_last - trained_last) - (unseen_first - trained_first)
 * w_k = G_k / (O_k^2 + 1e-6), normalised;  w <- w / 2 + w_old / 2, none below the floor
 * }</pre>
 *
 * A drift begins a new window. State: weights, four averages per head, the position in the window,
 * the heads and the replay reservoir. Cost: M small heads; in half of the steps an evaluation of
 * twice the batch, about a third of a step on average, less with {@code measureEvery}.
 */
public final class GBlending implements BalancingMethod {
    private final MethodOptions options;
    private final Map<String, Double> monitors = new LinkedHashMap<>();
    private final long measureEvery;
    private UnimodalHeads heads;
    private BlendingWindow window;
    private BlendingWeights rule;
    private List<String> names;
    private double[] weights;

    /** What this step measured; null when nothing was. */
    private double[] trained;

    private double[] unseen;

    GBlending(MethodOptions options) {
        this.options = options;
        measureEvery = options.get(GBlendingOptions.MEASURE_EVERY);
    }

    private boolean isFixed() {
        return !options.get(GBlendingOptions.FIXED).isEmpty();
    }

    @Override
    public NetworkSpec network(NetworkSpec configured) {
        if (isFixed()) {
            GBlendingOptions.fixed(options.get(GBlendingOptions.FIXED), configured.modalityNames());
        }
        return configured;
    }

    @Override
    public ReservoirSpec reservoirs() {
        return isFixed()
                ? ReservoirSpec.NONE
                : new ReservoirSpec(
                        0,
                        0,
                        Math.toIntExact(options.get(GBlendingOptions.REPLAY_CAPACITY)),
                        options.get(ReservoirOptions.RECENCY),
                        ReservoirOptions.bytes(options.get(ReservoirOptions.MEBIBYTES)));
    }

    @Override
    public void open(MethodContext context) {
        heads = UnimodalHeads.add(context);
        names = new ArrayList<>(context.network().spec().modalityNames());
        weights =
                isFixed()
                        ? GBlendingOptions.fixed(options.get(GBlendingOptions.FIXED), names)
                        : new double[names.size() + 1];
        names.add(ObjectiveStage.JOINT);
        if (!isFixed()) {
            Arrays.fill(weights, 1.0 / weights.length);
        }
        window = new BlendingWindow(options.get(GBlendingOptions.WINDOW), weights.length);
        rule =
                new BlendingWeights(
                        Math.min(options.get(GBlendingOptions.FLOOR), 1.0 / weights.length));
    }

    @Override
    public MiniBatch selectExamples(InputStage stage) {
        trained = null;
        boolean measures = !isFixed() && window.measuresNext() && stage.step() % measureEvery == 0;
        if (measures && !stage.replay().isEmpty() && stage.fresh().size() > 0) {
            unseen = losses(stage, stage.fresh().examples());
            trained = losses(stage, sample(stage));
        }
        return stage.fresh();
    }

    /** As many replay examples as there are fresh ones. */
    private static List<MiniBatch.Example> sample(InputStage stage) {
        CounterRandom random = stage.random().sequence("gblending-replay");
        List<MiniBatch.Example> all = stage.replay();
        List<MiniBatch.Example> some = new ArrayList<>();
        for (int i = 0; i < stage.fresh().size(); i++) {
            some.add(all.get(random.nextInt(all.size())));
        }
        return some;
    }

    /** Mean loss of every head, then of the joint prediction; NaN where no example counts. */
    private double[] losses(InputStage stage, List<MiniBatch.Example> examples) {
        double[] losses = new double[weights.length];
        try (EvaluationPass pass = stage.evaluate(examples)) {
            for (int m = 0; m < losses.length - 1; m++) {
                losses[m] = value(pass.crossEntropy(heads.logits(pass.features(m), m), m));
            }
            losses[losses.length - 1] = value(pass.crossEntropy(pass.jointLogits()));
        }
        return losses;
    }

    private static double value(Optional<NDArray> loss) {
        return loss.isEmpty() ? Double.NaN : HostValues.of(loss.get())[0];
    }

    @Override
    public void objective(ObjectiveStage stage) {
        heads.addLosses(stage, weights);
        stage.crossEntropy(stage.jointLogits())
                .ifPresent(
                        loss -> stage.add(ObjectiveStage.JOINT, loss, weights[weights.length - 1]));
        stage.dropJoint();
    }

    @Override
    public void after(AfterStage stage) {
        for (int k = 0; k < weights.length; k++) {
            monitors.put("blendingWeight." + names.get(k), weights[k]);
        }
        if (isFixed() || stage.pass() > 0) {
            return;
        }
        if (trained != null) {
            window.add(trained, unseen);
        }
        if (window.advance()) {
            estimate();
        }
    }

    private void estimate() {
        BlendingWeights.Trace[] traces = window.traces();
        for (int k = 0; k < traces.length; k++) {
            if (traces[k].isKnown()) {
                monitors.put("generalization." + names.get(k), traces[k].generalization());
                monitors.put("overfitting." + names.get(k), traces[k].overfitting());
            }
        }
        weights = rule.next(weights, traces);
        window.clear();
    }

    @Override
    public void onDrift(DriftSignal signal) {
        window.clear();
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.copyOf(monitors);
    }

    @Override
    public void writeState(MethodState state) {
        state.put("weights", weights);
        window.writeState(state.part("window"));
    }

    @Override
    public void readState(MethodState state) {
        weights = state.numbers("weights");
        window.readState(state.part("window"));
    }

    /** Makes {@code gblending}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "gblending",
                    SurveyStage.OBJECTIVE,
                    "Joint and unimodal losses weighted by generalisation per unit of overfitting (arXiv 1905.12681).",
                    GBlendingOptions.ALL,
                    2);
        }

        @Override
        public Set<Exclusive> exclusive() {
            return Set.of(Exclusive.HEADS);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new GBlending(options);
        }
    }
}
