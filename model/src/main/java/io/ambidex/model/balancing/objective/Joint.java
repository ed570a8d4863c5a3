/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.BalancingMethodProvider;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.SurveyStage;

/**
 * Plain joint training, the baseline: {@code L = CE(z, y)}. Adds nothing to the step and has no
 * state.
 */
public final class Joint implements BalancingMethod {

    /** Makes {@code joint}. */
    public static final class Provider implements BalancingMethodProvider {
        @Override
        public String name() {
            return "joint";
        }

        @Override
        public String description() {
            return "Baseline: the cross-entropy of the joint prediction alone.";
        }

        @Override
        public SurveyStage stage() {
            return SurveyStage.BASELINE;
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new Joint();
        }
    }
}
