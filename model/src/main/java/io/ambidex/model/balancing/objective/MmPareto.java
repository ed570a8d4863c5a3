/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.ExponentialAverages;
import io.ambidex.model.balancing.GradientStage;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.SurveyStage;
import io.ambidex.model.balancing.UnimodalHeads;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * MMPareto: unimodal losses help an encoder without fighting the joint one. Wei and Hu, arXiv
 * 2405.17730.
 *
 * <p>Losses {@code L_0 = CE(z, y)} and, with heads of the method's own, {@code L_m = CE(f_m U_m^T +
 * c_m, y)} over the rows that have m. For every encoder, with {@code g = dL_0/dphi_m} and {@code h
 * = dL_m/dphi_m}:
 *
 * <pre>{@code
 * cos(g, h) > 0:  a_0 = a_m = 1/2
 * else:           a_0 = (h.h - g.h) / (g.g + h.h - 2 g.h),  a_m = 1 - a_0     (shortest combination)
 * v_t        = 2 a_0 g_t + 2 a_m h_t                                          for every tensor t
 * gradient_t = gamma max(1, |g_t + h_t| / |v_t|) v_t
 * }</pre>
 *
 * Heads take the gradient of {@code L_0 + sum_m L_m}. The angle is that of the whole encoder, the
 * length is restored tensor by tensor as in the published code, or with {@code perEncoder} for the
 * encoder as one vector as the paper argues. In batches below 16 examples the cosine that decides
 * is an exponential average. A tensor that only one of the losses reaches stays as it is.
 *
 * <p>State: that average, and the heads. Cost per step: one more backward pass through every
 * encoder, and about eight operations per parameter.
 */
public final class MmPareto implements BalancingMethod {
    static final MethodOption<Double> GAMMA =
            MethodOption.number(
                    "gamma",
                    1.5,
                    "factor",
                    0.01,
                    100,
                    "Factor of every encoder's combined gradient.");
    static final MethodOption<Boolean> PER_ENCODER =
            MethodOption.flag(
                    "perEncoder",
                    false,
                    "Restore the length of the encoder's gradient as one vector; false: tensor by tensor, as published.");
    static final MethodOption<Long> SMOOTHING =
            MethodOption.count(
                    "smallBatchSmoothing",
                    10,
                    "steps",
                    0,
                    100_000,
                    "Length of the exponential average of the cosine in batches below 16 examples; 0 for none.");
    static final List<MethodOption<?>> OPTIONS = List.of(GAMMA, PER_ENCODER, SMOOTHING);

    private static final int LARGE_BATCH = 16;

    private final double gamma;
    private final boolean perEncoder;
    private final ExponentialAverages smoothed;
    private final ExponentialAverages plain = new ExponentialAverages(0);
    private final Map<String, Double> monitors = new LinkedHashMap<>();
    private UnimodalHeads heads;
    private GradientPair pair;
    private double[] ones;

    /** Cosines of this step, NaN where an encoder has not both gradients. */
    private double[] cosines;

    MmPareto(MethodOptions options) {
        gamma = options.get(GAMMA);
        perEncoder = options.get(PER_ENCODER);
        smoothed = new ExponentialAverages(options.get(SMOOTHING));
    }

    @Override
    public void open(MethodContext context) {
        heads = UnimodalHeads.add(context);
        pair = new GradientPair(context.manager());
        ones = new double[context.network().spec().modalities().size()];
        Arrays.fill(ones, 1);
        cosines = new double[ones.length];
    }

    @Override
    public void objective(ObjectiveStage stage) {
        heads.addLosses(stage, ones);
    }

    @Override
    public NamedTensors gradients(GradientStage stage) {
        monitors.clear();
        Arrays.fill(cosines, Double.NaN);
        Set<String> shared = new LinkedHashSet<>(stage.losses());
        Set<Integer> apart = new LinkedHashSet<>();
        for (int m = 0; m < cosines.length; m++) {
            if (shared.remove(ObjectiveStage.unimodal(stage.modalities().get(m)))) {
                apart.add(m);
            }
        }
        if (shared.isEmpty() || apart.isEmpty()) {
            return stage.ofAll();
        }
        NamedTensors sum = stage.of(shared);
        int left = apart.size();
        for (int m : apart) {
            Set<String> loss = Set.of(ObjectiveStage.unimodal(stage.modalities().get(m)));
            left--;
            NamedTensors own = left == 0 ? stage.ofLast(loss) : stage.of(loss);
            sum = stage.plus(sum, combine(stage, m, sum, own));
        }
        return sum;
    }

    /** Puts the combined gradient of an encoder into {@code sum}; returns what is left to add. */
    private NamedTensors combine(
            GradientStage stage, int modality, NamedTensors sum, NamedTensors own) {
        NamedTensors encoder = stage.network().encoderParameters(stage.modalities().get(modality));
        NamedTensors h = own.only(name -> encoder.contains(name) && sum.contains(name));
        if (h.isEmpty()) {
            return own;
        }
        NamedTensors g = sum.only(h::contains);
        try (GradMode off = GradMode.off()) {
            GradientPair.Products products = pair.products(g.list(), h.inOrderOf(g));
            cosines[modality] = products.cosine();
            double decisive = average(stage).with(cosines)[modality];
            boolean conflict = !products.oneVanishes() && !(decisive > 0);
            ParetoWeights weights =
                    conflict
                            ? ParetoWeights.minimumNorm(products.gg(), products.hh(), products.gh())
                            : ParetoWeights.EQUAL;
            double rescale = pair.combine(g.list(), h.inOrderOf(g), weights, gamma, perEncoder);
            String name = stage.modalities().get(modality);
            monitors.put("cosine." + name, products.cosine());
            monitors.put("conflict." + name, conflict ? 1.0 : 0.0);
            monitors.put("paretoWeight." + name, weights.second());
            monitors.put("rescale." + name, rescale);
        }
        return own.only(name -> !h.contains(name));
    }

    private ExponentialAverages average(GradientStage stage) {
        return stage.batch().size() < LARGE_BATCH ? smoothed : plain;
    }

    @Override
    public void after(AfterStage stage) {
        if (stage.batch().size() < LARGE_BATCH) {
            smoothed.advance(cosines);
        }
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.copyOf(monitors);
    }

    @Override
    public void writeState(MethodState state) {
        smoothed.writeState(state);
    }

    @Override
    public void readState(MethodState state) {
        smoothed.readState(state);
    }

    @Override
    public void close() {
        if (pair != null) {
            pair.close();
        }
    }

    /** Makes {@code mmpareto}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "mmpareto",
                    SurveyStage.OBJECTIVE,
                    "Joint and unimodal gradients of every encoder combined so that they do not conflict (arXiv 2405.17730).",
                    OPTIONS,
                    2);
        }

        @Override
        public Set<Exclusive> exclusive() {
            return Set.of(Exclusive.GRADIENTS, Exclusive.HEADS);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new MmPareto(options);
        }
    }
}
