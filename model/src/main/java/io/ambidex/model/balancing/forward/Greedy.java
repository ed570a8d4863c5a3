/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import ai.djl.ndarray.NDList;
import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.ExchangeStage;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.OptimizationStage;
import io.ambidex.model.balancing.SurveyStage;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.network.ExchangeSpec;
import io.ambidex.model.network.Exchanges;
import io.ambidex.model.network.NetworkSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Gates between the encoders, and windows in which a branch must do without them: a branch that
 * learns mainly through what the others tell it is made to learn from its own modality. Wu et al.,
 * arXiv 2202.05306; module from arXiv 1911.08670.
 *
 * <p>The network gets the exchange {@code gates} and the fusion {@code mean}: every modality has a
 * classifier of its own, {@code L = sum_m CE(z_m)}, the prediction is the mean of z_m (B, C). After
 * every regular step, {@link LearningSpeed} tells how fast each branch learns through the exchange.
 * If the largest and the smallest speed differ by more than epsilon, the next {@code window} steps
 * are rebalancing steps: the gates of the fastest branch are replaced by their running means, which
 * depend on no other modality. Then follows one regular step, and a new decision.
 *
 * <p>Published: the speeds are sums and the running means are means over everything since the
 * beginning, which cannot follow a stream ({@code averageSteps = 0}); by default both are
 * exponential averages. Each running mean follows its own branch, which the released module gets
 * wrong. A batch without a modality decides nothing and counts for the speeds of the others only.
 *
 * <p>Parameters: those of {@link Exchanges}. State: 2 M sums, a mean per gate, the window. Cost:
 * two small layers per point, and the norms of all parameters and gradients in regular steps.
 */
public final class Greedy implements BalancingMethod {
    private final Map<String, String> exchange;
    private final double epsilon;
    private final long window;
    private final long warmUpSteps;
    private final long averageSteps;
    private final Map<String, Double> monitors = new LinkedHashMap<>();
    private List<String> modalities;
    private LearningSpeed speed;
    private RunningGates gates;
    private NamedTensors[] bypass;
    private NamedTensors[] main;

    private long regularSteps;
    private long windowLeft;
    private int branch;

    // What this step measured; taken into the state when the update is done.
    private double[] bypassRatios;
    private double[] mainRatios;

    Greedy(MethodOptions options) {
        exchange =
                Map.of(
                        "points", options.get(GreedyOptions.POINTS).toString(),
                        "ratio", options.get(GreedyOptions.RATIO).toString());
        epsilon = options.get(GreedyOptions.EPSILON);
        window = options.get(GreedyOptions.WINDOW);
        warmUpSteps = options.get(GreedyOptions.WARM_UP);
        averageSteps = options.get(GreedyOptions.AVERAGE_STEPS);
    }

    @Override
    public NetworkSpec network(NetworkSpec configured) {
        return configured
                .withFusion("mean", Map.of())
                .withExchange(new ExchangeSpec("gates", exchange));
    }

    @Override
    public void open(MethodContext context) {
        modalities = context.network().spec().modalityNames();
        int count = modalities.size();
        speed = new LearningSpeed(count, averageSteps);
        gates = new RunningGates(context, averageSteps);
        bypass = new NamedTensors[count];
        main = new NamedTensors[count];
        NamedTensors parameters = context.network().parameters();
        for (int m = 0; m < count; m++) {
            String modality = modalities.get(m);
            NamedTensors encoder = context.network().encoderParameters(modality);
            String excite = ".excite." + modality + ".";
            Predicate<String> exchanged = name -> name.startsWith(Exchanges.PREFIX);
            bypass[m] =
                    parameters.only(
                            exchanged.and(
                                    name -> name.contains(".squeeze.") || name.contains(excite)));
            main[m] =
                    parameters.only(
                            name ->
                                    encoder.contains(name)
                                            || name.startsWith("head." + modality + "."));
        }
    }

    private boolean isRebalancing() {
        return windowLeft > 0;
    }

    @Override
    public void exchange(ExchangeStage stage) {
        gates.observe(stage);
        if (isRebalancing()) {
            gates.freeze(stage, branch);
        }
    }

    @Override
    public void objective(ObjectiveStage stage) {
        stage.dropJoint();
        stage.addUnimodalLosses(1);
    }

    @Override
    public void optimization(OptimizationStage stage) {
        monitors.clear();
        bypassRatios = null;
        if (!isRebalancing()) {
            measure(stage);
        }
        for (int m = 0; m < modalities.size(); m++) {
            boolean frozen = isRebalancing() && m == branch;
            monitors.put("greedy.frozen." + modalities.get(m), frozen ? 1.0 : 0.0);
        }
    }

    private void measure(OptimizationStage stage) {
        int count = modalities.size();
        bypassRatios = new double[count];
        mainRatios = new double[count];
        for (int m = 0; m < count; m++) {
            boolean learns = !stage.gradients(m).isEmpty();
            bypassRatios[m] = learns ? ratio(stage, bypass[m]) : Double.NaN;
            mainRatios[m] = learns ? ratio(stage, main[m]) : Double.NaN;
        }
    }

    /** Squared norm of the gradients over that of the parameters that have one. Reads. */
    private static double ratio(OptimizationStage stage, NamedTensors parameters) {
        NamedTensors moving = parameters.only(stage.gradients()::contains);
        NDList gradients = stage.gradients().inOrderOf(moving);
        return squared(stage, gradients) / squared(stage, moving.list());
    }

    private static double squared(OptimizationStage stage, NDList tensors) {
        double sum = 0;
        for (double norm : stage.lists().norms(tensors)) {
            sum += norm * norm;
        }
        return sum;
    }

    @Override
    public void after(AfterStage stage) {
        gates.advance(stage);
        if (isRebalancing()) {
            windowLeft--;
        } else {
            speed.add(bypassRatios, mainRatios);
            regularSteps++;
            decide();
        }
        for (int m = 0; m < modalities.size(); m++) {
            String modality = modalities.get(m);
            if (Double.isFinite(speed.of(m))) {
                monitors.put("greedy.speed." + modality, speed.of(m));
                monitors.put("greedy.bypass." + modality, speed.bypass(m));
                monitors.put("greedy.main." + modality, speed.main(m));
            }
        }
        monitors.put("greedy.windowLeft", (double) windowLeft);
    }

    private void decide() {
        boolean complete = true;
        for (int m = 0; m < modalities.size(); m++) {
            complete &= !Double.isNaN(bypassRatios[m]) && !Double.isNaN(mainRatios[m]);
        }
        // NaN, as long as something has not learned at all, exceeds nothing.
        if (complete && regularSteps > warmUpSteps && speed.difference() > epsilon) {
            branch = speed.fastest();
            windowLeft = window;
        }
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.copyOf(monitors);
    }

    @Override
    public void writeState(MethodState state) {
        speed.writeState(state);
        gates.writeState(state, modalities);
        state.put("regularSteps", regularSteps);
        state.put("windowLeft", windowLeft);
        state.put("branch", (long) branch);
    }

    @Override
    public void readState(MethodState state) {
        speed.readState(state);
        gates.readState(state, modalities);
        regularSteps = state.whole("regularSteps");
        windowLeft = state.whole("windowLeft");
        branch = (int) state.whole("branch");
    }

    /** Makes {@code greedy}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "greedy",
                    SurveyStage.FEED_FORWARD,
                    "Lets encoders exchange gates, and freezes those of the branch that learns mainly through them (arXiv 2202.05306).",
                    GreedyOptions.ALL,
                    2);
        }

        @Override
        public Set<Exclusive> exclusive() {
            return Set.of(Exclusive.NETWORK);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new Greedy(options);
        }
    }
}
