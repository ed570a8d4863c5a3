/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.Pass;
import io.ambidex.model.balancing.PassView;
import io.ambidex.model.balancing.optimization.BoostingSchedule.Phase;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.network.Fusions;
import io.ambidex.model.network.NetworkSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Boosting of modalities: one encoder after the other learns what the others do not explain yet,
 * and in between all are rectified together. Hua et al., arXiv 2405.09321, in a form for streams: a
 * stage is a block of steps, {@link BoostingSchedule}, instead of epochs.
 *
 * <pre>{@code
 * z_m = head(f_m), one head of two layers for all modalities;   z = r sum_m z_m,   r trained
 *
 * boosting m:  u_i = softmax(r sum over j != m of z_j)[i, y_i]                 (no gradient)
 *              L   = mean_i (w1 - w2 u_i) / C * (-log softmax(z_m)[i, y_i])
 *                    [+ alpha MSE(softmax(z_m), softmax(z_prev))]
 *              trains encoder m and the head
 * rectifying:  L   = CE(z, y), trains everything, r too
 * }</pre>
 *
 * In the first steps every encoder learns by its own loss: {@code L = sum_m CE(z_m, y)}. The
 * published commands begin with encoders that were trained so; an untrained one is switched off for
 * good by the first rectifying, since all share a head that has learned from another modality: it
 * serves the joint loss best by giving nothing.
 *
 * <p>f_m (B, d), z (B, C). The network gets the fusion {@code boosted}, which also predictors use.
 * The optimizer forgets everything when a phase begins; r is kept above {@value #LEAST_BOOST_RATE}.
 * The term with alpha, towards the modality of the stage before, has no gradient in the published
 * code and is off by default; here it has one on z_m.
 *
 * <p>Examples that lack m take no part in boosting m; of the others those that are present count in
 * u. A batch in which no labelled example has m is used for rectifying, so that a modality that is
 * away for long does not stop the learning.
 *
 * <p>State: the schedule's position. Cost per step: boosting M forwards and one encoder's backward;
 * rectifying as joint training.
 */
public final class ReconBoost implements BalancingMethod {
    private static final double LEAST_BOOST_RATE = 0.01;
    private static final double MOST_BOOST_RATE = 1e6;

    private final double weight1;
    private final double weight2;
    private final double alignmentWeight;
    private final Map<String, String> fusionOptions;
    private final BoostingSchedule schedule;
    private final Map<String, Double> monitors = new LinkedHashMap<>();

    /** What this step does. */
    private Phase phase = Phase.RECTIFYING;

    ReconBoost(MethodOptions options) {
        weight1 = options.get(ReconBoostProvider.WEIGHT_1);
        weight2 = options.get(ReconBoostProvider.WEIGHT_2);
        if (weight2 > weight1) {
            throw new IllegalArgumentException(
                    "option 'weight2' of method 'reconboost' must not exceed weight1, which is %s, was %s"
                            .formatted(weight1, weight2));
        }
        alignmentWeight = options.get(ReconBoostProvider.ALIGNMENT);
        fusionOptions =
                Map.of(
                        "hidden", options.get(ReconBoostProvider.HIDDEN).toString(),
                        "boostRate", options.get(ReconBoostProvider.BOOST_RATE).toString());
        schedule =
                new BoostingSchedule(
                        options.get(ReconBoostProvider.UNIMODAL_STEPS),
                        options.get(ReconBoostProvider.BOOSTING_STEPS),
                        options.get(ReconBoostProvider.RECTIFYING_STEPS),
                        options.get(ReconBoostProvider.ORDER).equals(ReconBoostProvider.WEAKEST));
    }

    @Override
    public NetworkSpec network(NetworkSpec configured) {
        return new NetworkSpec(
                configured.modalities(), "boosted", fusionOptions, configured.classes());
    }

    @Override
    public List<Pass> passes(PassView step) {
        monitors.clear();
        phase = schedule.phase();
        if (phase == Phase.BOOSTING && !hasLabelled(step, schedule.modality())) {
            phase = Phase.RECTIFYING;
        }
        String modality = step.modalities().get(schedule.modality());
        return List.of(phase == Phase.BOOSTING ? Pass.of(modality) : Pass.ALL);
    }

    private static boolean hasLabelled(PassView step, int modality) {
        int[] labels = step.batch().labels();
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= 0 && step.batch().isPresent(i, modality)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void objective(ObjectiveStage stage) {
        if (phase == Phase.RECTIFYING) {
            return;
        }
        if (phase == Phase.UNIMODAL) {
            stage.dropJoint();
            stage.addUnimodalLosses(1);
            return;
        }
        int m = schedule.modality();
        stage.dropJoint();
        double[] rows = stage.rowWeights(m);
        double count = sum(rows);
        double[] weights = exampleWeights(stage, m, rows);
        double meanWeight = sum(weights) / count;
        monitors.put("reconboost.meanWeight", meanWeight);
        stage.crossEntropy(stage.splitLogits(m), weights)
                .ifPresent(loss -> stage.add("boosting", loss, meanWeight));
        if (alignmentWeight > 0 && schedule.previous() >= 0) {
            addAlignment(stage, m, schedule.previous());
        }
    }

    /** {@code (w1 - w2 u_i) / C} times the weight of the row. */
    private double[] exampleWeights(ObjectiveStage stage, int m, double[] rows) {
        double[] explained;
        try (GradMode off = GradMode.off()) {
            explained = HostValues.of(othersLogits(stage, m).softmax(1));
        }
        int[] labels = stage.batch().labels();
        int classes = explained.length / labels.length;
        double[] weights = new double[labels.length];
        for (int i = 0; i < weights.length; i++) {
            if (rows[i] > 0) {
                double u = explained[i * classes + labels[i]];
                weights[i] = rows[i] * (weight1 - weight2 * u) / classes;
            }
        }
        return weights;
    }

    /** {@code r sum over the present j != m of z_j}. */
    private static NDArray othersLogits(ObjectiveStage stage, int m) {
        int modalities = stage.modalities().size();
        int size = stage.batch().size();
        double[] presence = new double[size * modalities];
        for (int i = 0; i < presence.length; i++) {
            boolean other = i % modalities != m;
            presence[i] = other && stage.batch().isPresent(i / modalities, i % modalities) ? 1 : 0;
        }
        NDList features = new NDList();
        for (int j = 0; j < modalities; j++) {
            features.add(stage.encoded(j));
        }
        return stage.network().logits(features, stage.tensor(presence, size, modalities));
    }

    private void addAlignment(ObjectiveStage stage, int m, int previous) {
        double[] rows = stage.rowWeights(m);
        double[] others = stage.rowWeights(previous);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = others[i] > 0 ? rows[i] : 0;
        }
        double count = sum(rows);
        if (previous == m || count == 0) {
            return;
        }
        NDArray target = stage.splitLogits(previous).softmax(1).stopGradient();
        NDArray distances =
                stage.splitLogits(m).softmax(1).sub(target).square().mean(new int[] {1});
        NDArray weights = stage.tensor(rows, rows.length).div(count);
        stage.add("alignment", distances.mul(weights).sum(), alignmentWeight);
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    @Override
    public void after(AfterStage stage) {
        NDArray rate = stage.parameters().get(Fusions.BOOST_RATE);
        NDArray kept = rate.clip(LEAST_BOOST_RATE, MOST_BOOST_RATE);
        stage.lists().copy(new NDList(rate), new NDList(kept));
        monitors.put("reconboost.boostRate", HostValues.of(kept)[0]);
        monitors.put("reconboost.phase", (double) phase.ordinal());
        for (int m = 0; m < stage.modalities().size(); m++) {
            monitors.put(
                    "reconboost.stage." + stage.modalities().get(m),
                    m == schedule.modality() ? 1.0 : 0.0);
        }
        if (schedule.advance(stage.scores())) {
            stage.forget(new ArrayList<>(stage.parameters().names()));
        }
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.copyOf(monitors);
    }

    @Override
    public void writeState(MethodState state) {
        schedule.writeState(state);
    }

    @Override
    public void readState(MethodState state) {
        schedule.readState(state);
    }
}
