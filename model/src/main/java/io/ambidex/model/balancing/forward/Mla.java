/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.OptimizationStage;
import io.ambidex.model.balancing.Pass;
import io.ambidex.model.balancing.PassView;
import io.ambidex.model.balancing.SurveyStage;
import io.ambidex.model.network.NetworkSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Alternating unimodal adaptation: every step takes the modalities in turn, trains the encoder of
 * one together with a head that all share, and updates M times; what the head has learnt from the
 * others is protected by a projection of its gradient. Zhang et al., arXiv 2311.10707, in a form
 * for streams: the projection is built from present means of the features, not accumulated since
 * the beginning, which would stop the head from learning.
 *
 * <pre>{@code
 * z_m  = f_m W^T + b,   L_m = CE(z_m, y),        all f_m (B, d), one W (C, d), one b (C)
 * G_W <- G_W P^T,       P = I - H (H^T H + lambda I)^-1 H^T     b and the encoder as they are
 * h_m <- beta h_m + (1 - beta) mean over the batch of f_m       after its turn; h_m = mean at first
 * }</pre>
 *
 * H (d, at most M - 1) has as columns the h_j of the other modalities that have had a turn. The
 * network gets the fusion {@code shared}, which also predictors use: each clip's modalities are
 * weighed by {@code softmax(-entropy)}, or equally. A modality that no example of the batch has is
 * passed over. Without projection this is what the published script does, whose projection never
 * runs.
 *
 * <p>State: one mean (d) per modality. Cost per step: as joint training, plus M - 1 encoders in
 * evaluation mode for the learner score, M calls of the optimizer, and O(C d M) per turn.
 */
public final class Mla implements BalancingMethod {
    static final MethodOption<Boolean> PROJECTION =
            MethodOption.flag(
                    "projection",
                    true,
                    "Whether the head's gradient is projected; the published script does not.");
    static final MethodOption<Double> LAMBDA =
            MethodOption.number(
                    "lambda",
                    0.1,
                    "squared feature",
                    1e-6,
                    1e6,
                    "Damping of the projection: the larger, the less is taken out.");
    static final MethodOption<Double> BETA =
            MethodOption.number(
                    "beta",
                    0.9,
                    "factor per step",
                    0,
                    0.9999,
                    "How much of the old mean features is kept in a step.");
    static final MethodOption<Boolean> ROTATION =
            MethodOption.flag(
                    "rotation",
                    false,
                    "Whether every step begins with another modality, so that none always comes last.");
    static final MethodOption<String> PREDICTION =
            MethodOption.choice(
                    "prediction",
                    "entropy",
                    List.of("entropy", "mean"),
                    "How the modalities of a clip are weighed in a prediction: by certainty or equally.");
    static final List<MethodOption<?>> OPTIONS =
            List.of(PROJECTION, LAMBDA, BETA, ROTATION, PREDICTION);

    private static final String HEAD = "head.weight";

    private final MethodOptions options;
    private final Map<String, Double> monitors = new LinkedHashMap<>();
    private final List<NDArray> means = new ArrayList<>();
    private boolean[] seen;
    private MethodContext context;

    /** Modalities in the order of this step's passes. */
    private List<Integer> turns = List.of();

    Mla(MethodOptions options) {
        this.options = options;
    }

    @Override
    public NetworkSpec network(NetworkSpec configured) {
        return configured.withFusion("shared", Map.of("prediction", options.get(PREDICTION)));
    }

    @Override
    public void open(MethodContext opened) {
        context = opened;
        List<String> modalities = opened.network().spec().modalityNames();
        seen = new boolean[modalities.size()];
        for (String modality : modalities) {
            Shape width = new Shape(opened.network().featureWidth(modality));
            means.add(opened.manager().zeros(width, opened.network().dataType()));
        }
    }

    @Override
    public List<Pass> passes(PassView step) {
        monitors.clear();
        turns = new ArrayList<>();
        int modalities = step.modalities().size();
        int first = options.get(ROTATION) ? (int) ((step.step() - 1) % modalities) : 0;
        List<Pass> passes = new ArrayList<>();
        for (int i = 0; i < modalities; i++) {
            int m = (first + i) % modalities;
            if (step.batch().presentCount(m) > 0) {
                turns.add(m);
                passes.add(Pass.alone(step.modalities().get(m)));
            }
        }
        return passes.isEmpty() ? List.of(Pass.ALL) : passes;
    }

    @Override
    public void objective(ObjectiveStage stage) {
        stage.dropJoint();
        if (!turns.isEmpty()) {
            int m = turns.get(stage.pass());
            String name = ObjectiveStage.unimodal(stage.modalities().get(m));
            stage.crossEntropy(stage.splitLogits(m), m).ifPresent(loss -> stage.add(name, loss, 1));
        }
    }

    @Override
    public void optimization(OptimizationStage stage) {
        int turn = turns.get(stage.pass());
        NDList others = new NDList();
        for (int m = 0; m < means.size(); m++) {
            if (m != turn && seen[m]) {
                others.add(means.get(m));
            }
        }
        if (!options.get(PROJECTION) || others.isEmpty()) {
            return;
        }
        NDArray gradient = stage.gradients().get(HEAD);
        NDArray projected = new HeadProjection(others, options.get(LAMBDA)).apply(gradient);
        double[] norms = stage.lists().norms(new NDList(gradient, projected));
        stage.lists().copy(new NDList(gradient), new NDList(projected));
        monitors.put(
                "mla.kept." + stage.modalities().get(turn),
                norms[0] == 0 ? 1 : norms[1] / norms[0]);
    }

    @Override
    public void after(AfterStage stage) {
        int turn = turns.get(stage.pass());
        NDArray sum = stage.features(turn).sum(new int[] {0});
        NDList batchMean = new NDList(sum.div(stage.batch().presentCount(turn)));
        NDList mean = new NDList(means.get(turn));
        if (seen[turn]) {
            stage.lists().scale(mean, options.get(BETA));
            stage.lists().addScaled(mean, batchMean, 1 - options.get(BETA));
        } else {
            stage.lists().copy(mean, batchMean);
            seen[turn] = true;
        }
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.copyOf(monitors);
    }

    @Override
    public void writeState(MethodState state) {
        for (int m = 0; m < means.size(); m++) {
            state.put("mean." + m, means.get(m));
            state.put("seen." + m, seen[m]);
        }
    }

    @Override
    public void readState(MethodState state) {
        for (int m = 0; m < means.size(); m++) {
            context.lists().copy(new NDList(means.get(m)), new NDList(state.tensor("mean." + m)));
            seen[m] = state.flag("seen." + m);
        }
    }

    /** Makes {@code mla}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "mla",
                    SurveyStage.FEED_FORWARD,
                    "Trains one modality after the other with a shared head, and predicts by their certainty (arXiv 2311.10707).",
                    OPTIONS,
                    2);
        }

        @Override
        public Set<Exclusive> exclusive() {
            return Set.of(Exclusive.PASSES, Exclusive.NETWORK);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new Mla(options);
        }
    }
}
