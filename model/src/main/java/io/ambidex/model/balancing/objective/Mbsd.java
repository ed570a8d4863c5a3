/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.OptimizationStage;
import io.ambidex.model.balancing.SurveyStage;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.ScriptModule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Multimodal self-distillation: in every example the modality that knows the label better teaches
 * the other one. Liu et al., WSDM 2023, doi 10.1145/3539597.3570423, in the form for streams:
 * teachers and weights carry no gradient, so that the weaker learns from the stronger and never the
 * other way round.
 *
 * <p>Per example and pair of modalities with the split logits {@code z_a, z_b} (B, C) and {@code p
 * = softmax(z)[y]}: the teacher t has the larger p (equal: the first), the student s is the other.
 *
 * <pre>{@code
 * w   = |p_a - p_b| if one of the two predicts y, else 0
 * KL  = mean_i w KL(softmax z_t || softmax z_s)
 * RS  = mean_i w mean_c (z_t - z_s)^2
 * L   = CE(z, y) + sum_m CE(z_m, y) + divergenceWeight KL + logitWeight RS
 * }</pre>
 *
 * KL and RS are averaged over the pairs. Logits are not bounded: the longer a strong modality
 * trains, the farther its logits are from a weak one's, and RS may come to weigh more than the
 * labels (see the figure {@code distillationShare}); lower {@code logitWeight} then. A row counts
 * for the pairs that it has both modalities of. No state. Cost per step: M (M - 1) / 2 comparisons
 * of (B, C) logits and one read-back.
 */
public final class Mbsd implements BalancingMethod {
    /** Name of the loss KL. */
    public static final String DIVERGENCE = "distillation.divergence";

    /** Name of the loss RS. */
    public static final String LOGITS = "distillation.logits";

    static final MethodOption<Double> DIVERGENCE_WEIGHT =
            MethodOption.number(
                    "divergenceWeight",
                    1,
                    "factor",
                    0,
                    1000,
                    "Weight of the divergence of the student's prediction from the teacher's.");
    static final MethodOption<Double> LOGIT_WEIGHT =
            MethodOption.number(
                    "logitWeight",
                    1,
                    "factor",
                    0,
                    1000,
                    "Weight of the squared distance of the student's logits from the teacher's.");
    static final List<MethodOption<?>> OPTIONS =
            List.of(DIVERGENCE_WEIGHT, LOGIT_WEIGHT, JointWithUnimodalLosses.WEIGHT);

    private final double divergenceWeight;
    private final double logitWeight;
    private final double unimodalLossWeight;
    private final Map<String, Double> monitors = new LinkedHashMap<>();
    private ScriptModule kernel;

    Mbsd(MethodOptions options) {
        divergenceWeight = options.get(DIVERGENCE_WEIGHT);
        logitWeight = options.get(LOGIT_WEIGHT);
        unimodalLossWeight = options.get(JointWithUnimodalLosses.WEIGHT);
    }

    @Override
    public void open(MethodContext context) {
        kernel = ScriptModule.fromResource(context.manager(), Mbsd.class, "distillation.py");
    }

    @Override
    public void objective(ObjectiveStage stage) {
        monitors.clear();
        if (unimodalLossWeight > 0) {
            stage.addUnimodalLosses(unimodalLossWeight);
        }
        NDArray labels =
                stage.manager()
                        .create(
                                Arrays.stream(stage.batch().labels())
                                        .mapToLong(label -> Math.max(label, 0))
                                        .toArray());
        NDList divergences = new NDList();
        NDList distances = new NDList();
        NDList figures = new NDList();
        for (int a = 0; a < stage.modalities().size(); a++) {
            for (int b = a + 1; b < stage.modalities().size(); b++) {
                double[] rows = bothPresent(stage, a, b);
                if (Arrays.stream(rows).sum() > 0) {
                    NDList pair = pair(stage, a, b, labels, rows);
                    divergences.add(pair.get(0));
                    distances.add(pair.get(1));
                    figures.add(pair.get(2));
                    monitors.put(key("gap", stage, a, b), Double.NaN);
                    monitors.put(key("teaches", stage, a, b), Double.NaN);
                }
            }
        }
        if (!divergences.isEmpty()) {
            stage.add(DIVERGENCE, mean(stage, divergences), divergenceWeight);
            stage.add(LOGITS, mean(stage, distances), logitWeight);
            read(figures);
        }
    }

    private static double[] bothPresent(ObjectiveStage stage, int a, int b) {
        double[] rows = stage.rowWeights(a);
        for (int i = 0; i < rows.length; i++) {
            if (!stage.batch().isPresent(i, b)) {
                rows[i] = 0;
            }
        }
        return rows;
    }

    private NDList pair(ObjectiveStage stage, int a, int b, NDArray labels, double[] rows) {
        return kernel.call(
                stage.manager(),
                "pair",
                stage.splitLogits(a),
                stage.splitLogits(b),
                labels,
                stage.tensor(rows, rows.length));
    }

    private static NDArray mean(ObjectiveStage stage, NDList scalars) {
        NDArray sum = scalars.get(0);
        for (NDArray more : scalars.subList(1, scalars.size())) {
            sum = sum.add(more);
        }
        return sum.div(stage.number(scalars.size()));
    }

    private static String key(String figure, ObjectiveStage stage, int a, int b) {
        return figure + "." + stage.modalities().get(a) + "." + stage.modalities().get(b);
    }

    /** Two figures per pair, in the order in which the monitors have been named. */
    private void read(NDList figures) {
        double[] values;
        try (GradMode off = GradMode.off()) {
            values = HostValues.of(NDArrays.concat(figures));
        }
        int i = 0;
        for (Map.Entry<String, Double> monitor : monitors.entrySet()) {
            monitor.setValue(values[i++]);
        }
    }

    @Override
    public void optimization(OptimizationStage stage) {
        Map<String, Double> losses = stage.losses();
        if (losses.containsKey(DIVERGENCE)) {
            double distilled =
                    divergenceWeight * losses.get(DIVERGENCE) + logitWeight * losses.get(LOGITS);
            double supervised = losses.getOrDefault(ObjectiveStage.JOINT, 0.0);
            for (String modality : stage.modalities()) {
                supervised +=
                        unimodalLossWeight
                                * losses.getOrDefault(ObjectiveStage.unimodal(modality), 0.0);
            }
            double whole = distilled + supervised;
            monitors.put("distillationShare", whole == 0 ? 0 : distilled / whole);
        }
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.copyOf(monitors);
    }

    @Override
    public void close() {
        if (kernel != null) {
            kernel.close();
        }
    }

    /** Makes {@code mbsd}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "mbsd",
                    SurveyStage.OBJECTIVE,
                    "In every example the modality that knows the label better teaches the other (doi 10.1145/3539597.3570423).",
                    OPTIONS,
                    2);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new Mbsd(options);
        }
    }
}
