/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.SurveyStage;
import java.util.List;

/**
 * Joint training with a loss for every modality alone: {@code L = CE(z, y) + w sum_m CE(z_m, y)}
 * with the split logits {@code z_m = W_m f_m + b/M}, shape (B, C). Rows without modality m do not
 * enter its loss. No state; costs M small products on the features. The baseline that recovers much
 * of what joint training loses: the one to beat.
 */
public final class JointWithUnimodalLosses implements BalancingMethod {
    /** Weight w of every unimodal loss. */
    public static final MethodOption<Double> WEIGHT =
            MethodOption.number(
                    "unimodalLossWeight",
                    1,
                    "factor",
                    0,
                    100,
                    "Weight of every modality's own cross-entropy beside the joint one.");

    private final double weight;

    /**
     * @param weight weight of every unimodal loss, not negative
     */
    public JointWithUnimodalLosses(double weight) {
        this.weight = weight;
    }

    @Override
    public void objective(ObjectiveStage stage) {
        if (weight > 0) {
            stage.addUnimodalLosses(weight);
        }
    }

    /** Makes {@code joint-with-unimodal-losses}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "joint-with-unimodal-losses",
                    SurveyStage.BASELINE,
                    "Baseline: joint cross-entropy plus one for every modality's split logits.",
                    List.of(WEIGHT),
                    1);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new JointWithUnimodalLosses(options.get(WEIGHT));
        }
    }
}
