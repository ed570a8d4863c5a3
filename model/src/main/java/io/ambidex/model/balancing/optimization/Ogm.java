/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import ai.djl.ndarray.NDArray;
import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.OptimizationStage;
import io.ambidex.model.balancing.SmoothedScores;
import io.ambidex.model.balancing.SurveyStage;
import io.ambidex.model.monitoring.DiscrepancyRatio;
import java.util.List;

/**
 * On-the-fly gradient modulation: slows the encoder that predicts the labels better, so that the
 * joint gradient can serve the weaker one. Peng et al., arXiv 2203.15332; for any number of
 * modalities Wei et al., arXiv 2410.11582.
 *
 * <p>With S_m the mean label probability under the split logits and {@code rho_m = 1/(M-1) sum over
 * j != m of S_m / S_j}, the gradient of encoder m is multiplied by {@code k_m} of {@link
 * ModulationRule}. Modulated are the encoder's tensors with at least two dimensions (all
 * convolution kernels of the published code, and linear layers); biases, normalisation and the head
 * are not. Equal scores modulate nothing, and neither does a batch in which a modality is absent.
 *
 * <p>With adaptive optimizers a slowly varying factor is largely normalised away: use SGD. Cost: M
 * products (B, D_m) x (D_m, C), which the monitors need anyway, and one pass over the gradients of
 * the slowed encoder. State: none without smoothing.
 */
public final class Ogm implements BalancingMethod {
    static final MethodOption<String> RULE =
            MethodOption.choice(
                    "rule",
                    "tpami",
                    ModulationRule.names(),
                    "How the ratio becomes a factor: tpami is continuous, cvpr is that of the first paper.");
    static final MethodOption<Double> ALPHA =
            MethodOption.number("alpha", 0.8, "factor", 0, 1, "Strength of the modulation.");
    static final MethodOption<Long> FIRST_STEP =
            MethodOption.count(
                    "firstStep", 1, "steps", 1, Long.MAX_VALUE, "First step that is modulated.");
    static final MethodOption<Long> LAST_STEP =
            MethodOption.count(
                    "lastStep",
                    0,
                    "steps",
                    0,
                    Long.MAX_VALUE,
                    "Last step that is modulated; 0 for no end.");
    static final MethodOption<Long> SMOOTHING =
            MethodOption.count(
                    "smoothing",
                    0,
                    "steps",
                    0,
                    100_000,
                    "Length of the exponential average of the log scores; 0 takes each batch by itself.");
    static final List<MethodOption<?>> OPTIONS =
            List.of(RULE, ALPHA, FIRST_STEP, LAST_STEP, SMOOTHING);

    private final ModulationRule rule;
    private final double alpha;
    private final long firstStep;
    private final long lastStep;
    private final SmoothedScores scores;

    /**
     * @param options of {@link #OPTIONS}
     * @throws IllegalArgumentException if the last step comes before the first
     */
    Ogm(MethodOptions options) {
        rule = ModulationRule.named(options.get(RULE));
        alpha = options.get(ALPHA);
        firstStep = options.get(FIRST_STEP);
        lastStep = options.get(LAST_STEP);
        scores = new SmoothedScores(options.get(SMOOTHING));
        if (lastStep != 0 && lastStep < firstStep) {
            throw new IllegalArgumentException(
                    "option 'lastStep' must be 0 or at least firstStep = %d, was %d"
                            .formatted(firstStep, lastStep));
        }
    }

    boolean isActive(long step) {
        return step >= firstStep && (lastStep == 0 || step <= lastStep);
    }

    /** Whether a gradient of an encoder is modulated. */
    public static boolean isModulated(NDArray gradient) {
        return gradient.getShape().dimension() >= 2;
    }

    @Override
    public void optimization(OptimizationStage stage) {
        if (!isActive(stage.step())) {
            return;
        }
        double[] ratios = DiscrepancyRatio.of(scores.with(stage.scores()));
        double[] coefficients = rule.coefficients(ratios, alpha);
        for (int m = 0; m < coefficients.length; m++) {
            if (coefficients[m] != 1) {
                stage.scale(m, coefficients[m], Ogm::isModulated);
            }
            stage.reportCoefficient(m, coefficients[m]);
        }
    }

    @Override
    public void after(AfterStage stage) {
        scores.advance(stage.scores());
    }

    @Override
    public void writeState(MethodState state) {
        scores.writeState(state);
    }

    @Override
    public void readState(MethodState state) {
        scores.readState(state);
    }

    /** Makes {@code ogm}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "ogm",
                    SurveyStage.OPTIMIZATION,
                    "Slows the encoder that is ahead by scaling its gradient (arXiv 2203.15332, 2410.11582).",
                    OPTIONS,
                    2);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new Ogm(options);
        }
    }
}
