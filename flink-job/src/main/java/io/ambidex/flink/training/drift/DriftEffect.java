/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.drift;

import io.ambidex.model.learning.Learner;
import io.ambidex.model.monitoring.drift.DriftSignal;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What a drift of the main learner leads to in every learner, before its next step.
 *
 * @param cause the drift
 * @param methodTold whether the balancing method is told
 * @param learningRateFactor factor of the learning rate, above 0
 * @param learningRateSteps for how many steps; 0 leaves the learning rate alone
 */
public record DriftEffect(
        DriftSignal cause, boolean methodTold, double learningRateFactor, long learningRateSteps) {

    /** How Flink serializes it. */
    public static final TypeInformation<DriftEffect> TYPE = Types.POJO(DriftEffect.class, fields());

    /** The balancing method is told. */
    static DriftEffect onMethod(DriftSignal cause) {
        return new DriftEffect(cause, true, 1, 0);
    }

    /** The learning rate is raised. */
    static DriftEffect onLearningRate(DriftSignal cause, double factor, long steps) {
        return new DriftEffect(cause, false, factor, steps);
    }

    /** Brings it about. */
    public void on(Learner learner) {
        if (methodTold) {
            learner.onDrift(cause);
        }
        if (learningRateSteps > 0) {
            learner.raiseLearningRate(learningRateFactor, learningRateSteps);
        }
    }

    private static Map<String, TypeInformation<?>> fields() {
        Map<String, TypeInformation<?>> signal = new HashMap<>();
        signal.put("detector", Types.STRING);
        signal.put("signal", Types.STRING);
        signal.put("streamId", Types.STRING);
        signal.put("oldMean", Types.DOUBLE);
        signal.put("newMean", Types.DOUBLE);
        signal.put("step", Types.LONG);
        return Map.of(
                "cause", Types.POJO(DriftSignal.class, signal),
                "methodTold", Types.BOOLEAN,
                "learningRateFactor", Types.DOUBLE,
                "learningRateSteps", Types.LONG);
    }
}
