/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import ai.djl.ndarray.NDList;
import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.ComparableRows;
import io.ambidex.model.balancing.ForwardStage;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.StepRandom;
import io.ambidex.model.balancing.SurveyStage;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.ScriptModule;
import io.ambidex.model.monitoring.drift.DriftSignal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adaptive mask co-optimisation: finds the modality that the model depends on, masks a growing part
 * of its features for the joint loss, and keeps its own ability by a loss that sees all of them.
 * Zhou et al., ICASSP 2023, DOI 10.1109/ICASSP49357.2023.10096641; the paper's code is not public,
 * this is an own form of the rule.
 *
 * <p>Share of modality m: the softmax over all entries of the split logits {@code [z_1 … z_M]} (B,
 * M C), summed over the entries of m, averaged over the rows that have every modality of the batch
 * and smoothed over steps. Above the threshold m is depended on: in the next step {@code N_m =
 * floor(p d_m)} of its d_m features, with p of {@link MaskRatio}, are zero for the whole batch,
 * without rescaling. If all present modalities are depended on, only the one with the largest share
 * is masked; with a single one nothing is. {@code L = CE(joint of masked features) + w sum_m
 * CE(z_m)}.
 *
 * <p>Masks are functions of (seed, step, modality). State: M shares, the flags and the step of the
 * ramp. Cost: M products of features and head, which the monitors need anyway, and a mask.
 */
public final class Amco implements BalancingMethod {

    /** Where the masks come from. */
    public interface Draws {
        /** Which features stay: 1 or 0 each, {@code masked} zeros where they are drawn. */
        double[] kept(StepRandom random, int modality, int width, int masked);
    }

    /** Draws from the counter-based random numbers of the step. */
    private static final Draws COUNTER_BASED =
            (random, modality, width, masked) -> {
                double[] kept = new double[width];
                int[] order = random.sequence("amco-mask/" + modality).permutation(width);
                for (int i = masked; i < width; i++) {
                    kept[order[i]] = 1;
                }
                return kept;
            };

    private final double threshold;
    private final MaskRatio ratio;
    private final long rampSteps;
    private final long smoothing;
    private final double unimodalWeight;
    private final Draws draws;
    private final Map<String, Double> monitors = new LinkedHashMap<>();
    private ScriptModule kernel;

    private double[] shares;
    private boolean[] dependent;
    private long rampStep;

    // What this step measured, NaN for a modality that was not; taken over after the update.
    private double[] batchShares;

    /**
     * @param options of {@code amco}
     * @param draws the masks
     */
    public Amco(MethodOptions options, Draws draws) {
        threshold = options.get(AmcoOptions.THRESHOLD);
        ratio = new MaskRatio(options.get(AmcoOptions.EPSILON));
        rampSteps = options.get(AmcoOptions.RAMP);
        smoothing = options.get(AmcoOptions.SMOOTHING);
        unimodalWeight = options.get(AmcoOptions.UNIMODAL_WEIGHT);
        this.draws = draws;
    }

    @Override
    public void open(MethodContext context) {
        kernel = ScriptModule.fromResource(context.manager(), Amco.class, "amco.py");
        int modalities = context.network().spec().modalities().size();
        shares = new double[modalities];
        Arrays.fill(shares, Double.NaN);
        dependent = new boolean[modalities];
    }

    @Override
    public void feedForward(ForwardStage stage) {
        monitors.clear();
        double progress = Math.min(1, (double) rampStep / rampSteps);
        monitors.put("amco.maskRatio", ratio.at(progress));
        boolean[] masked = masked(ComparableRows.all(stage.batch()));
        for (int m = 0; m < masked.length; m++) {
            String modality = stage.modalities().get(m);
            int width = stage.network().featureWidth(modality);
            int count = masked[m] ? ratio.masked(progress, width) : 0;
            if (masked[m]) {
                double[] kept = draws.kept(stage.random(), m, width, count);
                stage.replaceFeatures(m, stage.features(m).mul(stage.tensor(kept, 1, width)));
            }
            monitors.put("amco.maskedFeatures." + modality, (double) count);
        }
    }

    /** Which modalities are masked among those of the batch; never all of them. */
    private boolean[] masked(ComparableRows rows) {
        boolean[] masked = new boolean[dependent.length];
        int present = 0;
        int flagged = 0;
        int largest = -1;
        for (int m = 0; m < masked.length; m++) {
            if (rows.plays(m)) {
                present++;
                masked[m] = dependent[m];
                flagged += dependent[m] ? 1 : 0;
                if (dependent[m] && (largest < 0 || shares[m] > shares[largest])) {
                    largest = m;
                }
            }
        }
        if (present < 2) {
            return new boolean[dependent.length];
        }
        if (flagged == present) {
            Arrays.fill(masked, false);
            masked[largest] = true;
        }
        return masked;
    }

    @Override
    public void objective(ObjectiveStage stage) {
        if (unimodalWeight > 0) {
            stage.addUnimodalLosses(unimodalWeight);
        }
        batchShares = measure(stage);
        for (int m = 0; m < batchShares.length; m++) {
            if (!Double.isNaN(batchShares[m])) {
                monitors.put("amco.mass." + stage.modalities().get(m), batchShares[m]);
            }
        }
    }

    private double[] measure(ObjectiveStage stage) {
        double[] means = new double[shares.length];
        Arrays.fill(means, Double.NaN);
        ComparableRows rows = ComparableRows.all(stage.batch());
        if (rows.count() < 2) {
            return means;
        }
        NDList logits = new NDList();
        for (int m = 0; m < means.length; m++) {
            if (rows.plays(m)) {
                logits.add(stage.splitLogits(m));
            }
        }
        double[] values;
        try (GradMode off = GradMode.off()) {
            values = HostValues.of(kernel.callOne(stage.manager(), "shares", logits));
        }
        int column = 0;
        for (int m = 0; m < means.length; m++) {
            if (rows.plays(m)) {
                double sum = 0;
                for (int i : rows.complete()) {
                    sum += values[i * rows.count() + column];
                }
                means[m] = sum / rows.complete().length;
                column++;
            }
        }
        return means;
    }

    @Override
    public void after(AfterStage stage) {
        rampStep = Math.min(rampStep + 1, rampSteps);
        int measured = (int) Arrays.stream(batchShares).filter(s -> !Double.isNaN(s)).count();
        double limit = threshold(measured);
        for (int m = 0; m < shares.length; m++) {
            if (!Double.isNaN(batchShares[m])) {
                boolean first = Double.isNaN(shares[m]) || smoothing == 0;
                shares[m] =
                        first
                                ? batchShares[m]
                                : shares[m] + (batchShares[m] - shares[m]) / smoothing;
                dependent[m] = shares[m] > limit;
            }
            monitors.put("amco.dependent." + stage.modalities().get(m), dependent[m] ? 1.0 : 0.0);
        }
    }

    private double threshold(int modalities) {
        if (threshold > 0) {
            return threshold;
        }
        return modalities == 2 ? 0.5 : 1.0 / modalities + 0.05;
    }

    /** The ramp begins anew. */
    @Override
    public void onDrift(DriftSignal signal) {
        rampStep = 0;
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.copyOf(monitors);
    }

    @Override
    public void writeState(MethodState state) {
        state.put("shares", shares);
        state.put("rampStep", rampStep);
        for (int m = 0; m < dependent.length; m++) {
            state.put("dependent." + m, dependent[m]);
        }
    }

    @Override
    public void readState(MethodState state) {
        shares = state.numbers("shares");
        rampStep = state.whole("rampStep");
        for (int m = 0; m < dependent.length; m++) {
            dependent[m] = state.flag("dependent." + m);
        }
    }

    @Override
    public void close() {
        if (kernel != null) {
            kernel.close();
        }
    }

    /** Makes {@code amco}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "amco",
                    SurveyStage.FEED_FORWARD,
                    "Masks a growing part of the features that the joint logits depend on most (DOI 10.1109/ICASSP49357.2023.10096641).",
                    AmcoOptions.ALL,
                    2);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new Amco(options, COUNTER_BASED);
        }
    }
}
