/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import ai.djl.ndarray.NDArray;
import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.EvaluationPass;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.PassView;
import io.ambidex.model.balancing.ReservoirOptions;
import io.ambidex.model.balancing.ReservoirSpec;
import io.ambidex.model.balancing.SurveyStage;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.ScriptModule;
import io.ambidex.model.learning.MiniBatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Prototypical modal rebalance: measures each modality by the distances of its features to the
 * class means, whatever the fusion, and adds a loss on those distances for the modality that is
 * behind. Fan et al., arXiv 2211.07089.
 *
 * <pre>{@code
 * d_m[i,k] = |f_m[i] - c_m[k]|              Euclidean, classes without prototype left out
 * q_m      = softmax(-d_m)                  (B, C)
 * S_m      = mean of q_m[i, y_i],  rho_m = S_m / mean of the other S
 * PCE_m    = mean of -log q_m[i, y_i],  H_m = mean entropy of q_m[i]
 * rho < 1:  + alpha clip(1/rho - 1, 0, 1) PCE_m        rho > 1:  - mu clip(rho - 1, 0, 1) H_m
 * }</pre>
 *
 * <p>The added losses act on the encoders, not on the head. {@code coefficients=switch} is the
 * released code: weight alpha or nothing. The entropy term is off by default and stands in the
 * first steps only. Prototypes c_m (C, D_m) are means of the features of the last window of W
 * updates, mixed with the ones before ({@link Prototypes}); with {@code prototypes=replay} they
 * come from an evaluation of replay examples at the start of every window, as published with a
 * tenth of the data. Nothing is added until two classes have a prototype in two modalities. A row
 * that lacks the modality, or whose class is not known yet, is left out of its figures.
 *
 * <p>State: prototypes, the sums of the open window, counters. Cost: B C D_m per modality, and a
 * read of the distances.
 */
public final class Pmr implements BalancingMethod {
    private static final double LEAST = 1e-8;

    private final MethodOptions options;
    private final boolean fromWindow;
    private final PmrRule rule;
    private final Function<PassView, List<MiniBatch.Example>> subset;
    private final Map<String, Double> monitors = new LinkedHashMap<>();
    private ScriptModule kernel;
    private Prototypes prototypes;
    private Prototypes refreshed;
    private boolean isRefreshed;
    private long updates;

    /** With the replay reservoir, where prototypes come from replay examples. */
    public Pmr(MethodOptions options) {
        this(options, PassView::replay);
    }

    /**
     * @param options of {@code pmr}
     * @param subset the examples that are evaluated for the prototypes
     */
    public Pmr(MethodOptions options, Function<PassView, List<MiniBatch.Example>> subset) {
        this.options = options;
        this.subset = subset;
        fromWindow = options.get(PmrOptions.SOURCE).equals(PmrOptions.WINDOW);
        rule = new PmrRule(options);
    }

    @Override
    public ReservoirSpec reservoirs() {
        return fromWindow
                ? ReservoirSpec.NONE
                : new ReservoirSpec(
                        0,
                        0,
                        Math.toIntExact(options.get(ReservoirOptions.REPLAY_CAPACITY)),
                        options.get(ReservoirOptions.RECENCY),
                        ReservoirOptions.bytes(options.get(ReservoirOptions.MEBIBYTES)));
    }

    @Override
    public void open(MethodContext context) {
        kernel = ScriptModule.fromResource(context.manager(), Pmr.class, "prototypes.py");
        prototypes = new Prototypes(context);
        refreshed = new Prototypes(context);
    }

    @Override
    public void objective(ObjectiveStage stage) {
        monitors.clear();
        isRefreshed =
                !fromWindow && updates % options.get(PmrOptions.STEPS) == 0 && evaluate(stage);
        Prototypes present = isRefreshed ? refreshed : prototypes;
        int modalities = stage.modalities().size();
        NDArray[] similarities = new NDArray[modalities];
        double[][] weights = new double[modalities][];
        PrototypeScores[] scores = new PrototypeScores[modalities];
        for (int m = 0; m < modalities; m++) {
            weights[m] = weights(stage, m, present);
            if (present.known(m) >= 2) {
                similarities[m] = similarities(stage, m, present);
                scores[m] =
                        PrototypeScores.of(
                                HostValues.of(similarities[m]), stage.batch().labels(), weights[m]);
            }
        }
        double[] ratios = ratios(scores);
        for (int m = 0; m < modalities; m++) {
            if (!Double.isNaN(ratios[m])) {
                report(stage.modalities().get(m), scores[m], ratios[m]);
                add(stage, m, similarities[m], weights[m], ratios[m]);
            }
        }
    }

    /** Evaluates the subset with the present weights; false when there is nothing to evaluate. */
    private boolean evaluate(ObjectiveStage stage) {
        List<MiniBatch.Example> examples = subset.apply(stage);
        if (examples.isEmpty()) {
            return false;
        }
        refreshed.copy(prototypes);
        try (EvaluationPass pass = stage.evaluate(examples)) {
            for (int m = 0; m < stage.modalities().size(); m++) {
                refreshed.collect(m, pass.features(m), pass.batch());
            }
            refresh(refreshed);
        }
        return true;
    }

    private void refresh(Prototypes some) {
        some.refresh(options.get(PmrOptions.MEMORY), options.get(PmrOptions.UNMIXED));
    }

    /** 0 for a row that does not count. */
    private static double[] weights(ObjectiveStage stage, int modality, Prototypes present) {
        double[] weights = stage.rowWeights(modality);
        int[] labels = stage.batch().labels();
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0 && !present.knows(modality, labels[i])) {
                weights[i] = 0;
            }
        }
        return weights;
    }

    private NDArray similarities(ObjectiveStage stage, int modality, Prototypes present) {
        double[] unknown = present.unknown(modality);
        return kernel.callOne(
                stage.manager(),
                "similarities",
                stage.encoded(modality),
                present.of(modality),
                stage.tensor(unknown, 1, unknown.length));
    }

    /** rho of every modality that can be compared with another one; NaN for the others. */
    private static double[] ratios(PrototypeScores[] scores) {
        double[] ratios = new double[scores.length];
        for (int m = 0; m < scores.length; m++) {
            double others = 0;
            int count = 0;
            for (int j = 0; j < scores.length; j++) {
                if (j != m && isUsable(scores[j])) {
                    others += scores[j].score();
                    count++;
                }
            }
            double mean = others / count;
            ratios[m] =
                    count == 0 || !isUsable(scores[m])
                            ? Double.NaN
                            : scores[m].score() / (mean < LEAST ? mean + LEAST : mean);
        }
        return ratios;
    }

    private static boolean isUsable(PrototypeScores scores) {
        return scores != null && scores.rows() > 0;
    }

    private void add(
            ObjectiveStage stage,
            int modality,
            NDArray similarities,
            double[] weights,
            double ratio) {
        String name = stage.modalities().get(modality);
        double behind = rule.prototypeWeight(ratio, stage.step());
        double ahead = rule.entropyWeight(ratio, stage.step());
        monitors.put("prototypeWeight." + name, behind);
        monitors.put("entropyWeight." + name, ahead);
        if (behind > 0) {
            stage.crossEntropy(similarities, weights)
                    .ifPresent(loss -> stage.add("prototype." + name, loss, behind));
        }
        if (ahead > 0) {
            NDArray rows = stage.tensor(weights, weights.length);
            NDArray entropy = kernel.callOne(stage.manager(), "entropy", similarities, rows);
            stage.add("prototypeEntropy." + name, entropy, -ahead);
        }
    }

    private void report(String modality, PrototypeScores scores, double ratio) {
        monitors.put("prototypeScore." + modality, scores.score());
        monitors.put("prototypeRatio." + modality, ratio);
        monitors.put("prototypeLoss." + modality, scores.loss());
        monitors.put("prototypeEntropy." + modality, scores.entropy());
        monitors.put("prototypeDistance." + modality, scores.distance());
    }

    @Override
    public void after(AfterStage stage) {
        if (stage.pass() > 0) {
            return;
        }
        if (isRefreshed) {
            Prototypes before = prototypes;
            prototypes = refreshed;
            refreshed = before;
            isRefreshed = false;
        }
        updates++;
        if (fromWindow) {
            for (int m = 0; m < stage.modalities().size(); m++) {
                prototypes.collect(m, stage.features(m), stage.batch());
            }
            if (updates % options.get(PmrOptions.STEPS) == 0) {
                refresh(prototypes);
            }
        }
    }

    /** Prototypes (C, D_m) of the last update, row-major; rows of unknown classes mean nothing. */
    public double[] prototypes(int modality) {
        try (GradMode off = GradMode.off()) {
            return HostValues.of(prototypes.of(modality));
        }
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.copyOf(monitors);
    }

    @Override
    public void writeState(MethodState state) {
        state.put("updates", updates);
        prototypes.writeState(state.part("prototypes"));
    }

    @Override
    public void readState(MethodState state) {
        updates = state.whole("updates");
        prototypes.readState(state.part("prototypes"));
    }

    @Override
    public void close() {
        if (kernel != null) {
            kernel.close();
        }
    }

    /** Makes {@code pmr}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "pmr",
                    SurveyStage.OPTIMIZATION,
                    "Adds a loss on the distances to class prototypes for the modality that is"
                            + " behind (arXiv 2211.07089).",
                    PmrOptions.ALL,
                    2);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new Pmr(options);
        }
    }
}
