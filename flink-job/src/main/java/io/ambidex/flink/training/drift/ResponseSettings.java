/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.drift;

import io.ambidex.flink.options.DriftOptions.Action;
import java.io.Serializable;
import java.util.List;

/**
 * What is done about a drift.
 *
 * @param actions for a drift of all streams together
 * @param streamActions for a drift of one stream id
 * @param coolDownSteps steps after an action in which a further drift is only alerted of, 0 or more
 * @param learningRateFactor above 0
 * @param learningRateSteps at least 1
 * @param freezeSteps 0 means until a command ends it
 */
public record ResponseSettings(
        List<Action> actions,
        List<Action> streamActions,
        long coolDownSteps,
        double learningRateFactor,
        long learningRateSteps,
        long freezeSteps)
        implements Serializable {

    /** Copies the lists. */
    public ResponseSettings {
        actions = List.copyOf(actions);
        streamActions = List.copyOf(streamActions);
    }
}
