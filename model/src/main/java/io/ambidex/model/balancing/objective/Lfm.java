/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import ai.djl.ndarray.NDArray;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.EvaluationPass;
import io.ambidex.model.balancing.GradientStage;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.ReservoirOptions;
import io.ambidex.model.balancing.ReservoirSpec;
import io.ambidex.model.balancing.TensorLists;
import io.ambidex.model.engine.CounterRandom;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.monitoring.drift.DriftSignal;
import io.ambidex.model.network.NetworkSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Learning the modality gap: as fitting labels drives modalities apart, training begins with
 * aligning their predictions and moves on to classification. Yang et al., Facilitating Multimodal
 * Classification via Dynamically Learning Modality Gap, NeurIPS 2024, with the loss of the released
 * code.
 *
 * <pre>{@code
 * z = mean over the present modalities of z_m = f_m U_m^T + c_m         z, z_m (B, C)
 * L = 2 (alpha_c CE(z, y) + alpha_a A),   alpha_c = 1 - alpha_a
 * A = mean over pairs of PredictionAlignment(z_m, z_j)     over labelled rows that have both
 *
 * alpha_a:  heuristic  1 - exp(-1/t), t = 1 + steps / window
 *           fitted     a polynomial in t = steps / window
 *           learned    once per window, by looking one step ahead, to first order:
 *                      h       = -eta <grad L_val, grad A - grad CE>,  L_val = CE on held-out examples
 *                      alpha_a = clip(alpha_a - rate h, 0.05, 0.95)
 *           fixed
 * }</pre>
 *
 * The network gets the fusion {@code mean}, which also predictors use. Steps are counted since the
 * method was chosen, or since the last drift, after which it begins with alignment again. A learned
 * weight stays as it is while nothing is held out yet.
 *
 * <p>State: alpha_a, steps; with a learned weight the held-out reservoir. Cost: M (M - 1) / 2 small
 * terms; a learned weight three backward passes and a micro-batch per window.
 */
public final class Lfm implements BalancingMethod {
    private static final String ALIGNMENT = "alignment";
    private static final double LEAST = 0.05;
    private static final double MOST = 0.95;

    private final MethodOptions options;
    private final String schedule;
    private final long window;
    private final Map<String, Double> monitors = new LinkedHashMap<>();
    private PredictionAlignment alignment;
    private TensorLists lists;
    private double learned;
    private long steps;
    private long sinceLearned;

    /** What this step found; taken into the state when the update is done. NaN for nothing. */
    private double found = Double.NaN;

    Lfm(MethodOptions options) {
        this.options = options;
        schedule = options.get(LfmProvider.SCHEDULE);
        window = options.get(LfmProvider.WINDOW);
        learned = options.get(LfmProvider.WEIGHT);
        sinceLearned = window;
        if (learns()) {
            requireLearnable();
            learned = Math.min(MOST, Math.max(LEAST, learned));
        }
    }

    private boolean learns() {
        return schedule.equals(LfmProvider.LEARNED);
    }

    private void requireLearnable() {
        if (options.get(ReservoirOptions.HELD_OUT_SHARE) == 0) {
            throw new IllegalArgumentException(
                    "method 'lfm' with schedule 'learned' learns from held-out examples: option"
                            + " 'heldOutShare' must be above 0, was 0.0");
        }
    }

    @Override
    public NetworkSpec network(NetworkSpec configured) {
        return new NetworkSpec(configured.modalities(), "mean", Map.of(), configured.classes());
    }

    @Override
    public ReservoirSpec reservoirs() {
        return learns()
                ? new ReservoirSpec(
                        options.get(ReservoirOptions.HELD_OUT_SHARE),
                        Math.toIntExact(options.get(ReservoirOptions.HELD_OUT_CAPACITY)),
                        0,
                        options.get(ReservoirOptions.RECENCY),
                        ReservoirOptions.bytes(options.get(ReservoirOptions.MEBIBYTES)))
                : ReservoirSpec.NONE;
    }

    @Override
    public void open(MethodContext context) {
        alignment = new PredictionAlignment(context.manager());
        lists = context.lists();
    }

    /** Weight of the alignment in this step. */
    private double alignmentWeight() {
        double epochs = (double) steps / window;
        return switch (schedule) {
            case LfmProvider.HEURISTIC -> AlignmentSchedules.heuristic(1 + epochs);
            case LfmProvider.FITTED -> AlignmentSchedules.fitted(epochs);
            default -> learned;
        };
    }

    @Override
    public void objective(ObjectiveStage stage) {
        monitors.clear();
        found = Double.NaN;
        double weight = alignmentWeight();
        monitors.put("lfm.alignmentWeight", weight);
        stage.dropJoint();
        stage.crossEntropy(stage.jointLogits())
                .ifPresent(loss -> stage.add(ObjectiveStage.JOINT, loss, 2 * (1 - weight)));
        alignment(stage).ifPresent(loss -> stage.add(ALIGNMENT, loss, 2 * weight));
    }

    /** A; empty when no labelled row has two modalities. */
    private Optional<NDArray> alignment(ObjectiveStage stage) {
        List<NDArray> pairs = new ArrayList<>();
        int modalities = stage.modalities().size();
        for (int m = 0; m < modalities; m++) {
            for (int j = m + 1; j < modalities; j++) {
                double[] rows = common(stage.rowWeights(m), stage.rowWeights(j));
                if (rows.length > 0) {
                    pairs.add(
                            alignment.of(
                                    stage.manager(),
                                    stage.splitLogits(m),
                                    stage.splitLogits(j),
                                    stage.tensor(rows, rows.length)));
                }
            }
        }
        return pairs.stream().reduce(NDArray::add).map(sum -> sum.div(stage.number(pairs.size())));
    }

    /** Weights of the rows that both have; nothing if there are none. */
    private static double[] common(double[] first, double[] second) {
        double[] both = new double[first.length];
        boolean any = false;
        for (int i = 0; i < both.length; i++) {
            both[i] = second[i] > 0 ? first[i] : 0;
            any |= both[i] > 0;
        }
        return any ? both : new double[0];
    }

    @Override
    public NamedTensors gradients(GradientStage stage) {
        boolean due =
                learns()
                        && sinceLearned >= window
                        && !stage.heldOut().isEmpty()
                        && stage.losses().containsAll(Set.of(ObjectiveStage.JOINT, ALIGNMENT));
        return due ? learn(stage) : stage.ofAll();
    }

    /** Gradients with a weight that is learned from them. */
    private NamedTensors learn(GradientStage stage) {
        stage.reweigh(ObjectiveStage.JOINT, 1);
        stage.reweigh(ALIGNMENT, 1);
        NamedTensors fitting = stage.of(Set.of(ObjectiveStage.JOINT));
        NamedTensors aligning = stage.of(Set.of(ALIGNMENT));
        double slope = hypergradient(stage, fitting, aligning);
        double weight = learned - options.get(LfmProvider.RATE) * slope;
        found = Math.min(MOST, Math.max(LEAST, weight));
        monitors.put("lfm.alignmentWeight", found);
        monitors.put("lfm.hypergradient", slope);
        stage.reweigh(ObjectiveStage.JOINT, 2 * (1 - found));
        stage.reweigh(ALIGNMENT, 2 * found);
        lists.scale(fitting.list(), 2 * (1 - found));
        lists.scale(aligning.list(), 2 * found);
        Set<String> others = new HashSet<>(stage.losses());
        others.removeAll(Set.of(ObjectiveStage.JOINT, ALIGNMENT));
        return stage.plus(stage.plus(fitting, aligning), stage.ofLast(others));
    }

    /** {@code -eta <grad L_val, grad A - grad CE>}; 0 when no held-out example counts. */
    private double hypergradient(GradientStage stage, NamedTensors fitting, NamedTensors aligning) {
        try (EvaluationPass heldOut = stage.evaluateWithGraph(microBatch(stage))) {
            Optional<NDArray> loss = heldOut.crossEntropy(heldOut.jointLogits());
            if (loss.isEmpty()) {
                return 0;
            }
            NamedTensors ahead = heldOut.gradients(loss.get(), true);
            double eta = options.get(LfmProvider.LOOKAHEAD);
            monitors.put("lfm.heldOutLoss", HostValues.of(loss.get())[0]);
            double slope = product(ahead, aligning) - product(ahead, fitting);
            double result = -(eta > 0 ? eta : stage.learningRate()) * slope;
            return Double.isFinite(result) ? result : 0;
        }
    }

    private double product(NamedTensors gradients, NamedTensors others) {
        NamedTensors common = gradients.only(others::contains);
        return lists.innerProduct(common.list(), others.inOrderOf(common));
    }

    /** Some held-out examples, drawn anew in every step. */
    private List<MiniBatch.Example> microBatch(GradientStage stage) {
        List<MiniBatch.Example> left = new ArrayList<>(stage.heldOut());
        int size = Math.toIntExact(options.get(LfmProvider.MICRO_BATCH));
        if (left.size() <= size) {
            return left;
        }
        CounterRandom random = stage.random().sequence("lfm-held-out");
        List<MiniBatch.Example> drawn = new ArrayList<>();
        while (drawn.size() < size) {
            drawn.add(left.remove(random.nextInt(left.size())));
        }
        return drawn;
    }

    @Override
    public void after(AfterStage stage) {
        steps++;
        sinceLearned++;
        if (!Double.isNaN(found)) {
            learned = found;
            sinceLearned = 1;
        }
    }

    /** Begins with alignment again. */
    @Override
    public void onDrift(DriftSignal signal) {
        steps = 0;
        sinceLearned = window;
        if (learns()) {
            learned = Math.min(MOST, Math.max(LEAST, options.get(LfmProvider.WEIGHT)));
        }
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.copyOf(monitors);
    }

    @Override
    public void writeState(MethodState state) {
        state.put("learned", learned);
        state.put("steps", steps);
        state.put("sinceLearned", sinceLearned);
    }

    @Override
    public void readState(MethodState state) {
        learned = state.number("learned");
        steps = state.whole("steps");
        sinceLearned = state.whole("sinceLearned");
    }

    @Override
    public void close() {
        if (alignment != null) {
            alignment.close();
        }
    }
}
