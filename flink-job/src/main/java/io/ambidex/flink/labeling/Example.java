/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.labeling;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.RecordPosition;
import java.util.Comparator;

/**
 * A clip joined with its label and with the prediction made for it earlier.
 *
 * @param clip the clip
 * @param prediction what was predicted
 * @param label index of the class, 0 or more
 * @param evaluateOnly whether it is scored but never trained on
 * @param labelPosition where the label came from
 * @param timeMillis the later of the window's end and the label's knownAt
 */
public record Example(
        Clip clip,
        ServedPrediction prediction,
        int label,
        boolean evaluateOnly,
        RecordPosition labelPosition,
        long timeMillis) {

    /** The order of training: time, window end, window start, stream id. */
    public static final Comparator<Example> TRAINING_ORDER =
            Comparator.comparingLong(Example::timeMillis)
                    .thenComparing(example -> example.clip().window())
                    .thenComparing(example -> example.clip().streamId());
}
