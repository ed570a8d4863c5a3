/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.check;

import io.ambidex.connectors.clip.WindowId;
import io.ambidex.connectors.schema.Prediction;

/**
 * Names a clip.
 *
 * @param streamId the audio-visual source
 * @param window the window
 */
record ClipId(String streamId, WindowId window) {
    static ClipId of(Prediction prediction) {
        return new ClipId(
                prediction.getStreamId(),
                new WindowId(prediction.getWindowStartMillis(), prediction.getWindowEndMillis()));
    }

    @Override
    public String toString() {
        return streamId + " " + window;
    }
}
