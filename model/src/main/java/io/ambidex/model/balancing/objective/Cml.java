/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.OptimizationStage;
import io.ambidex.model.balancing.StepRandom;
import io.ambidex.model.balancing.SurveyStage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Calibrating multimodal learning: confidence must not rise when a modality is removed. Ma et al.,
 * arXiv 2306.01265.
 *
 * <p>In every step the modalities that the batch has are removed one after the other in random
 * order, {@code S_n > ... > S_1}; the logits {@code z_S} (B, C) of a set are the fusion's with the
 * features of all others zero (and said to be missing, to a fusion that asks).
 *
 * <pre>{@code
 * conf(S) = max_c softmax(z_S)_c
 * L       = 1/n sum_k CE(z_{S_k}, y) + lambda sum_{k=2..n} sum_i max(0, conf_i(S_{k-1}) - conf_i(S_k))
 * }</pre>
 *
 * The hinge is per example, without exemptions (the principle is about confidence, not about being
 * right), summed over the batch with lambda 0.1 as published, or averaged. Rows that lack the
 * modality which is removed, or everything that is left, have no hinge; a set's cross-entropy is
 * over the rows that have one of its modalities.
 *
 * <p>Draws are functions of (seed, step). No state. Cost per step: n - 1 evaluations of the fusion.
 */
public final class Cml implements BalancingMethod {
    private static final String SUM = "sum";
    private static final String MEAN = "mean";

    static final MethodOption<Double> LAMBDA =
            MethodOption.number(
                    "lambda", 0.1, "factor", 0, 1000, "Weight of the confidence hinge.");
    static final MethodOption<String> REDUCTION =
            MethodOption.choice(
                    "reduction",
                    SUM,
                    List.of(SUM, MEAN),
                    "Hinge summed over the batch, as published, or averaged (lambda then about 0.1 times the batch size).");
    static final List<MethodOption<?>> OPTIONS = List.of(LAMBDA, REDUCTION);

    /** Where the order of removal comes from. */
    public interface Draws {
        /**
         * Order of the modalities of a step; they are removed from its end.
         *
         * @param modalities number of modalities, M
         * @return a permutation of 0 ... M - 1
         */
        int[] order(StepRandom random, int modalities);
    }

    /** Draws from the counter-based random numbers of the step. */
    private static final Draws COUNTER_BASED =
            (random, modalities) -> random.sequence("cml-order").permutation(modalities);

    private final double lambda;
    private final boolean averaged;
    private final Draws draws;
    private final Map<String, Double> monitors = new LinkedHashMap<>();
    private ConfidenceHinge hinge;

    /**
     * @param options of {@link #OPTIONS}
     * @param draws orders of removal
     */
    public Cml(MethodOptions options, Draws draws) {
        lambda = options.get(LAMBDA);
        averaged = options.get(REDUCTION).equals(MEAN);
        this.draws = draws;
    }

    /** Name of the cross-entropy of a set of so many modalities; of all, that of the joint one. */
    public static String coalition(int size) {
        return "coalition." + size;
    }

    /** Name of the hinge between sets of so many modalities and one more. */
    public static String hinge(int size) {
        return "hinge." + size;
    }

    @Override
    public void open(MethodContext context) {
        hinge = new ConfidenceHinge(context.manager());
    }

    @Override
    public void objective(ObjectiveStage stage) {
        monitors.clear();
        int[] order =
                Arrays.stream(draws.order(stage.random(), stage.modalities().size()))
                        .filter(m -> stage.batch().presentCount(m) > 0)
                        .toArray();
        if (order.length == 0) {
            return;
        }
        NDArray more = stage.jointLogits();
        stage.dropJoint();
        stage.crossEntropy(more)
                .ifPresent(ce -> stage.add(ObjectiveStage.JOINT, ce, 1.0 / order.length));
        TreeSet<Integer> left = new TreeSet<>(Arrays.stream(order).boxed().toList());
        for (int size = order.length - 1; size > 0; size--) {
            int removed = order[size];
            left.remove(removed);
            String name = coalition(size);
            NDArray fewer = logits(stage, left);
            double[] rows = rowsWithOneOf(stage, left);
            stage.crossEntropy(fewer, rows)
                    .ifPresent(ce -> stage.add(name, ce, 1.0 / order.length));
            addHinge(stage, size, more, fewer, rowsWith(stage, removed, rows));
            more = fewer;
        }
    }

    private static NDArray logits(ObjectiveStage stage, TreeSet<Integer> members) {
        NDList features = new NDList();
        for (int m = 0; m < stage.modalities().size(); m++) {
            NDArray own = stage.features(m);
            features.add(members.contains(m) ? own : own.zerosLike());
        }
        NDArray presence =
                stage.network()
                        .presence(
                                stage.manager(),
                                stage.batch().size(),
                                (i, m) -> members.contains(m) && stage.batch().isPresent(i, m));
        return stage.network().logits(features, presence);
    }

    private static double[] rowsWithOneOf(ObjectiveStage stage, TreeSet<Integer> members) {
        double[] rows = stage.rowWeights();
        for (int i = 0; i < rows.length; i++) {
            int row = i;
            if (members.stream().noneMatch(m -> stage.batch().isPresent(row, m))) {
                rows[i] = 0;
            }
        }
        return rows;
    }

    private static double[] rowsWith(ObjectiveStage stage, int modality, double[] rows) {
        double[] some = rows.clone();
        for (int i = 0; i < some.length; i++) {
            if (!stage.batch().isPresent(i, modality)) {
                some[i] = 0;
            }
        }
        return some;
    }

    private void addHinge(
            ObjectiveStage stage, int size, NDArray more, NDArray fewer, double[] rows) {
        double count = Arrays.stream(rows).sum();
        if (count > 0 && lambda > 0) {
            NDArray sum = hinge.sum(more, fewer, stage.tensor(rows, rows.length));
            stage.add(hinge(size), averaged ? sum.div(stage.number(count)) : sum, lambda);
        }
    }

    @Override
    public void optimization(OptimizationStage stage) {
        for (int size = 1; size < stage.modalities().size(); size++) {
            Double value = stage.losses().get(hinge(size));
            if (value != null) {
                monitors.put(hinge(size), value);
            }
        }
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.copyOf(monitors);
    }

    @Override
    public void close() {
        if (hinge != null) {
            hinge.close();
        }
    }

    /** Makes {@code cml}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "cml",
                    SurveyStage.OBJECTIVE,
                    "Penalises confidence that rises when a modality is removed (arXiv 2306.01265).",
                    OPTIONS,
                    2);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new Cml(options, COUNTER_BASED);
        }
    }
}
