/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.ComparableRows;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.OptimizationStage;
import io.ambidex.model.balancing.SurveyStage;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.ScriptModule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adaptive gradient modulation: splits the joint logits into one part per modality, compares how
 * well each part predicts with its own long-run level, and speeds up those that are behind theirs.
 * Li et al., arXiv 2308.07686; formulas after the released code.
 *
 * <p>The part of modality m is the Shapley value {@code phi_m} (B, C) of the joint logits f(S) over
 * {@link Coalitions}, in which the inputs of all modalities outside S are zeros; the parts add up
 * to the joint logits. Its score is {@code s_m = mean_i -log max(softmax(phi_m)[i, y_i], 1e-8)}, in
 * nats, over the labelled rows that have every modality of the batch; {@link ContributionRule}
 * gives the factor k_m. How the factors act:
 *
 * <ul>
 *   <li>{@code mechanism=direct} (own form, default): the gradients of encoder m and of its columns
 *       of the head are multiplied by k_m, what the head shares by the mean of the factors.
 *       Coalitions reuse the features of this step and need no gradient. Cost: 2^M - 2 products of
 *       features and head, one clip of zeros per encoder.
 *   <li>{@code mechanism=coalitions} (released code): the gradient that arrives at phi_m is
 *       multiplied by k_m and flows through every coalition, which is encoded in evaluation mode.
 *       Cost: one more forward and backward pass of every encoder.
 * </ul>
 *
 * <p>As k can reach {@code exp(alpha cap)}, all gradients are then clipped to a norm when an
 * element of the head weight's gradient is large. The usual level R_m is the mean of all scores
 * until {@code averageSteps}, an exponential average of that length from then on: a mean over
 * everything could not follow a stream. A batch with fewer than two modalities in common is not
 * modulated. State: R_m, its count, and the factors in use.
 */
public final class Agm implements BalancingMethod {
    private static final double LEAST_LOG = Math.log(1e-8);
    private static final int MOST_ENUMERATED = 4;

    private final boolean direct;
    private final ContributionRule rule;
    private final double clipThreshold;
    private final double clipNorm;
    private final long averageSteps;
    private final long interval;
    private final int orders;
    private final long lastStep;
    private final Map<String, Double> monitors = new LinkedHashMap<>();
    private ScriptModule kernel;

    private double[] levels;
    private long[] counts;
    private double[] factors;

    // What this step measured; taken into the state when the update is done.
    private double[] scores;
    private double[] nextFactors;

    Agm(MethodOptions options) {
        direct = options.get(AgmOptions.MECHANISM).equals(AgmOptions.DIRECT);
        rule = new ContributionRule(options.get(AgmOptions.ALPHA), options.get(AgmOptions.CAP));
        clipThreshold = options.get(AgmOptions.CLIP_THRESHOLD);
        clipNorm = options.get(AgmOptions.CLIP_NORM);
        averageSteps = options.get(AgmOptions.AVERAGE_STEPS);
        interval = options.get(AgmOptions.INTERVAL);
        orders = Math.toIntExact(options.get(AgmOptions.ORDERS));
        lastStep = options.get(AgmOptions.LAST_STEP);
    }

    @Override
    public void open(MethodContext context) {
        kernel = ScriptModule.fromResource(context.manager(), Agm.class, "agm.py");
        int modalities = context.network().spec().modalities().size();
        levels = new double[modalities];
        counts = new long[modalities];
        factors = new double[modalities];
        Arrays.fill(factors, 1);
    }

    @Override
    public void objective(ObjectiveStage stage) {
        monitors.clear();
        scores = null;
        nextFactors = factors;
        boolean active = lastStep == 0 || stage.step() <= lastStep;
        ComparableRows rows = ComparableRows.labelled(stage.batch());
        if (!active || rows.count() < 2) {
            nextFactors = ones(factors.length);
            return;
        }
        boolean measured = (stage.step() - 1) % interval == 0;
        if (!measured && direct) {
            return;
        }
        NDArray parts = parts(stage, rows.players());
        if (measured) {
            measure(stage, parts, rows);
        }
        if (!direct) {
            NDArray k = stage.tensor(nextFactors, nextFactors.length);
            NDArray logits =
                    kernel.callOne(stage.manager(), "modulated", stage.jointLogits(), parts, k);
            stage.dropJoint();
            stage.crossEntropy(logits).ifPresent(loss -> stage.add(ObjectiveStage.JOINT, loss, 1));
        }
    }

    /**
     * The parts (M, B, C) of the joint logits, with graph where the gradient flows through them.
     */
    private NDArray parts(ObjectiveStage stage, int players) {
        NDArray joint = stage.jointLogits();
        try (GradMode mode = direct ? GradMode.off() : GradMode.on()) {
            int modalities = stage.modalities().size();
            Coalitions coalitions =
                    Integer.bitCount(players) <= MOST_ENUMERATED
                            ? Coalitions.exact(players, modalities)
                            : Coalitions.sampled(players, modalities, orders, stage.random());
            CoalitionLogits logits = new CoalitionLogits(stage, joint, !direct);
            NDList values = new NDList();
            coalitions.weights().keySet().forEach(coalition -> values.add(logits.of(coalition)));
            NDArray weights =
                    stage.tensor(coalitions.matrix(modalities), modalities, values.size());
            return kernel.callOne(stage.manager(), "parts", values, weights);
        }
    }

    private void measure(ObjectiveStage stage, NDArray parts, ComparableRows rows) {
        scores = scores(stage, parts, rows);
        double[] ratios = ContributionRule.ratios(scores);
        double[] usual = ContributionRule.ratios(usualLevels(rows.players()));
        nextFactors = rule.coefficients(ratios, usual);
        for (int m = 0; m < scores.length; m++) {
            if (!Double.isNaN(scores[m])) {
                String modality = stage.modalities().get(m);
                monitors.put("agm.score." + modality, scores[m]);
                monitors.put("agm.ratio." + modality, ratios[m]);
                monitors.put("agm.usualRatio." + modality, usual[m]);
            }
        }
    }

    private double[] scores(ObjectiveStage stage, NDArray parts, ComparableRows rows) {
        double[] logProbabilities;
        try (GradMode off = GradMode.off()) {
            NDArray labels =
                    stage.manager()
                            .create(
                                    Arrays.stream(stage.batch().labels())
                                            .mapToLong(label -> Math.max(label, 0))
                                            .toArray());
            logProbabilities =
                    HostValues.of(kernel.callOne(stage.manager(), "scores", parts, labels));
        }
        double[] means = new double[factors.length];
        int size = stage.batch().size();
        for (int m = 0; m < means.length; m++) {
            double sum = 0;
            for (int i : rows.complete()) {
                sum -= Math.max(logProbabilities[m * size + i], LEAST_LOG);
            }
            means[m] = rows.plays(m) ? sum / rows.complete().length : Double.NaN;
        }
        return means;
    }

    /** Levels before this step, all 0 as long as one of the players has none. */
    private double[] usualLevels(int players) {
        double[] usual = new double[levels.length];
        boolean known = true;
        for (int m = 0; m < usual.length; m++) {
            boolean plays = (players >> m & 1) == 1;
            usual[m] = plays ? levels[m] : Double.NaN;
            known &= !plays || counts[m] > 0;
        }
        return known ? usual : Arrays.stream(usual).map(level -> 0 * level).toArray();
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Override
    public void optimization(OptimizationStage stage) {
        for (int m = 0; m < nextFactors.length; m++) {
            if (direct) {
                stage.scale(m, nextFactors[m], gradient -> true);
            }
            stage.reportCoefficient(m, nextFactors[m]);
            monitors.put("agm.coefficient." + stage.modalities().get(m), nextFactors[m]);
        }
        if (direct) {
            SharedGradients.scale(stage, nextFactors);
        }
        if (clipThreshold > 0) {
            clip(stage);
        }
    }

    private void clip(OptimizationStage stage) {
        boolean clipped = SharedGradients.largestOfHead(stage) > clipThreshold;
        monitors.put("agm.clipped", clipped ? 1.0 : 0.0);
        if (clipped) {
            double squared = 0;
            for (double norm : stage.lists().norms(stage.gradients().list())) {
                squared += norm * norm;
            }
            double norm = Math.sqrt(squared);
            monitors.put("agm.gradientNorm", norm);
            if (norm > clipNorm) {
                SharedGradients.scaleAll(stage, clipNorm / (norm + 1e-6));
            }
        }
    }

    @Override
    public void after(AfterStage stage) {
        factors = nextFactors;
        if (scores == null) {
            return;
        }
        for (int m = 0; m < scores.length; m++) {
            if (!Double.isNaN(scores[m])) {
                counts[m]++;
                double rate = 1.0 / counts[m];
                rate = averageSteps == 0 ? rate : Math.max(rate, 1.0 / averageSteps);
                levels[m] += rate * (scores[m] - levels[m]);
                monitors.put("agm.level." + stage.modalities().get(m), levels[m]);
            }
        }
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.copyOf(monitors);
    }

    @Override
    public void writeState(MethodState state) {
        state.put("levels", levels);
        state.put("factors", factors);
        for (int m = 0; m < counts.length; m++) {
            state.put("count." + m, counts[m]);
        }
    }

    @Override
    public void readState(MethodState state) {
        levels = state.numbers("levels");
        factors = state.numbers("factors");
        for (int m = 0; m < counts.length; m++) {
            counts[m] = state.whole("count." + m);
        }
    }

    @Override
    public void close() {
        if (kernel != null) {
            kernel.close();
        }
    }

    /** Makes {@code agm}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "agm",
                    SurveyStage.OPTIMIZATION,
                    "Scales gradients by how far each modality's Shapley part of the logits is from its usual level (arXiv 2308.07686).",
                    AgmOptions.ALL,
                    2);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new Agm(options);
        }
    }
}
