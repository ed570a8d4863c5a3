/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.connectors.schema.Control;
import io.ambidex.flink.monitoring.RecordTypes;
import io.ambidex.flink.training.drift.DriftEffect;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What holds for the second learner at a step beside the mini-batch: it differs from the main one
 * by its method alone, so that whatever else is done to the one is done to the other.
 *
 * @param commands to the second learner, carried out before the step
 * @param frozen whether the main learner learned nothing in the step, being frozen
 * @param effects of drifts that were found after the step, due before the next
 */
public record ShadowOrders(List<Control> commands, boolean frozen, List<DriftEffect> effects) {

    /** How Flink serializes them. */
    public static final TypeInformation<ShadowOrders> TYPE =
            Types.POJO(
                    ShadowOrders.class,
                    Map.of(
                            "commands", Types.LIST(RecordTypes.CONTROL),
                            "frozen", Types.BOOLEAN,
                            "effects", Types.LIST(DriftEffect.TYPE)));

    /** Nothing but the mini-batch. */
    public static final ShadowOrders NONE = new ShadowOrders(List.of(), false, List.of());
}
