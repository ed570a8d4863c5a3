/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.connectors.schema.Control;
import io.ambidex.flink.monitoring.CountUpdate;
import io.ambidex.flink.monitoring.RecordTypes;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What reaches the trainer beside examples; one of the two is null.
 *
 * @param control a command
 * @param count a counter that has moved elsewhere
 */
public record TrainingSignal(Control control, CountUpdate count) {

    /** How Flink serializes it. */
    public static final TypeInformation<TrainingSignal> TYPE =
            Types.POJO(
                    TrainingSignal.class,
                    Map.of("control", RecordTypes.CONTROL, "count", CountUpdate.TYPE));

    public static TrainingSignal of(Control control) {
        return new TrainingSignal(control, null);
    }

    public static TrainingSignal of(CountUpdate count) {
        return new TrainingSignal(null, count);
    }
}
