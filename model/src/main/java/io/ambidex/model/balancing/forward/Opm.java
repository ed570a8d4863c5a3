/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import ai.djl.ndarray.NDArray;
import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.ForwardStage;
import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.SmoothedScores;
import io.ambidex.model.balancing.StepRandom;
import io.ambidex.model.balancing.SurveyStage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * On-the-fly prediction modulation: drops the features of the modality that is ahead for part of
 * the examples, so that the fused prediction has to rely on the others. Wei et al., arXiv
 * 2410.11582; all control signals detached.
 *
 * <p>Once per batch, with probability p_exe: every present feature row {@code f_m[i]} is dropped
 * with probability {@code q_m} of {@link DropProbabilities}, the others are divided by {@code 1 -
 * theta}, {@code theta = sum_m d_m q_m / D} over the modalities that the batch has. A row with
 * nothing left leaves the batch; if none remains the step is skipped. With two modalities only one
 * q is positive, so that complete rows are never lost.
 *
 * <p>Draws are functions of (seed, step, row). State: none, except an exponential average of the
 * scores for batches below 16 examples, whose scores are noisy. Cost: M small products and a mask.
 */
public final class Opm implements BalancingMethod {
    static final MethodOption<Double> BASE =
            MethodOption.number(
                    "baseDropProbability",
                    0.5,
                    "probability",
                    0,
                    1,
                    "Drop probability of a modality that is just ahead.");
    static final MethodOption<Double> SLOPE =
            MethodOption.number(
                    "dropSlope",
                    0.5,
                    "factor",
                    0,
                    10,
                    "How much the drop probability grows with the lead.");
    static final MethodOption<Double> EXECUTION =
            MethodOption.number(
                    "executionProbability",
                    0.7,
                    "probability",
                    0,
                    1,
                    "Share of the steps in which anything is dropped.");
    static final MethodOption<Long> WARM_UP =
            MethodOption.count(
                    "warmUpSteps",
                    600,
                    "steps",
                    0,
                    Long.MAX_VALUE,
                    "Steps at the start in which nothing is dropped.");
    static final MethodOption<Long> SMOOTHING =
            MethodOption.count(
                    "smallBatchSmoothing",
                    10,
                    "steps",
                    0,
                    100_000,
                    "Length of the exponential average of the scores in batches below 16 examples; 0 for none.");
    static final List<MethodOption<?>> OPTIONS =
            List.of(BASE, SLOPE, EXECUTION, WARM_UP, SMOOTHING);

    private static final int LARGE_BATCH = 16;

    /** Where the random decisions of a step come from. */
    public interface Draws {
        /** Uniform in [0, 1): decides whether this step drops anything. */
        double execution(StepRandom random);

        /** Whether the modality's feature of a row is kept, given its drop probability. */
        boolean keeps(StepRandom random, int row, int modality, double dropProbability);
    }

    /** Draws from the counter-based random numbers of the step. */
    private static final Draws COUNTER_BASED =
            new Draws() {
                @Override
                public double execution(StepRandom random) {
                    return random.uniform("opm-execution", 0);
                }

                @Override
                public boolean keeps(StepRandom random, int row, int modality, double q) {
                    return random.uniform("opm-drop", ((long) row << 16) | modality) >= q;
                }
            };

    private final DropProbabilities probabilities;
    private final double executionProbability;
    private final long warmUpSteps;
    private final SmoothedScores smoothed;
    private final SmoothedScores plain = new SmoothedScores(0);
    private final Draws draws;
    private final Map<String, Double> monitors = new LinkedHashMap<>();

    /**
     * @param options of {@link #OPTIONS}
     * @param draws random decisions
     */
    public Opm(MethodOptions options, Draws draws) {
        probabilities = new DropProbabilities(options.get(BASE), options.get(SLOPE));
        executionProbability = options.get(EXECUTION);
        warmUpSteps = options.get(WARM_UP);
        smoothed = new SmoothedScores(options.get(SMOOTHING));
        this.draws = draws;
    }

    @Override
    public void feedForward(ForwardStage stage) {
        monitors.clear();
        if (stage.step() <= warmUpSteps) {
            return;
        }
        SmoothedScores source = stage.batch().size() < LARGE_BATCH ? smoothed : plain;
        double[] ratios = DropProbabilities.ratios(source.with(stage.scores()));
        double[] q = probabilities.of(ratios);
        double theta = theta(stage, q);
        boolean executed = draws.execution(stage.random()) >= 1 - executionProbability;
        for (int m = 0; m < q.length; m++) {
            monitors.put("dropProbability." + stage.modalities().get(m), q[m]);
        }
        monitors.put("theta", theta);
        monitors.put("executed", executed ? 1.0 : 0.0);
        if (executed) {
            drop(stage, q, theta);
        }
    }

    private static double theta(ForwardStage stage, double[] q) {
        double dropped = 0;
        double width = 0;
        for (int m = 0; m < q.length; m++) {
            if (stage.batch().presentCount(m) > 0) {
                int features = stage.network().featureWidth(stage.modalities().get(m));
                dropped += features * q[m];
                width += features;
            }
        }
        return width == 0 ? 0 : dropped / width;
    }

    private void drop(ForwardStage stage, double[] q, double theta) {
        int rows = stage.batch().size();
        double[] rowWeights = new double[rows];
        for (int m = 0; m < q.length; m++) {
            double[] factors = new double[rows];
            for (int i = 0; i < rows; i++) {
                if (stage.batch().isPresent(i, m) && draws.keeps(stage.random(), i, m, q[m])) {
                    factors[i] = 1 / (1 - theta);
                    rowWeights[i] = 1;
                }
            }
            NDArray mask = stage.tensor(factors, rows, 1);
            stage.replaceFeatures(m, stage.features(m).mul(mask));
        }
        stage.weightRows(rowWeights);
        double kept = 0;
        for (double weight : rowWeights) {
            kept += weight;
        }
        monitors.put("keptRows", kept);
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.copyOf(monitors);
    }

    @Override
    public void after(AfterStage stage) {
        if (stage.batch().size() < LARGE_BATCH) {
            smoothed.advance(stage.scores());
        }
    }

    @Override
    public void writeState(MethodState state) {
        smoothed.writeState(state);
    }

    @Override
    public void readState(MethodState state) {
        smoothed.readState(state);
    }

    /** Makes {@code opm}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "opm",
                    SurveyStage.FEED_FORWARD,
                    "Drops features of the modality that is ahead for part of the examples (arXiv 2410.11582).",
                    OPTIONS,
                    2);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new Opm(options, COUNTER_BASED);
        }
    }
}
