/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring.drift;

import java.util.Objects;

/**
 * A change that a detector has found in one of the learner's scores.
 *
 * @param detector name of the detector, for example {@code adwin}
 * @param signal what it watches: {@code loss}, {@code error}, {@code error.audio}, {@code
 *     discrepancyRatio.audio} …
 * @param streamId the stream id whose examples alone were watched; null for those of all streams
 * @param oldMean mean of the signal before the change, in the signal's own unit
 * @param newMean mean of the signal since then
 * @param step number of the training step after which it was found; what is done about it takes
 *     effect before the next one
 */
public record DriftSignal(
        String detector,
        String signal,
        String streamId,
        double oldMean,
        double newMean,
        long step) {

    /** Requires the names. */
    public DriftSignal {
        Objects.requireNonNull(detector, "detector");
        Objects.requireNonNull(signal, "signal");
    }
}
