/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.labeling;

import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.clip.WindowId;

/**
 * A label as the job uses it: the class is one of the job's class list.
 *
 * @param streamId the audio-visual source
 * @param interval what it covers
 * @param label index of the class, 0 or more
 * @param knownAtMillis the moment from which it was known; its event time
 * @param evaluateOnly whether examples with it are scored but never trained on
 * @param position where the record came from
 */
public record LabelRecord(
        String streamId,
        WindowId interval,
        int label,
        long knownAtMillis,
        boolean evaluateOnly,
        RecordPosition position) {

    /** How much of a window it covers, in milliseconds. */
    long overlapMillis(WindowId window) {
        return window.overlapMillis(interval.startMillis(), interval.endMillis());
    }
}
