/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.SurveyStage;

/**
 * Plain joint training, the baseline: {@code L = CE(z, y)}. Adds nothing to the step and has no
 * state.
 */
public final class Joint implements BalancingMethod {

    /** Makes {@code joint}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "joint",
                    SurveyStage.BASELINE,
                    "Baseline: the cross-entropy of the joint prediction alone.");
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new Joint();
        }
    }
}
