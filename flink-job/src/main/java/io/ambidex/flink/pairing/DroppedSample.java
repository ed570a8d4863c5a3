/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.flink.labeling.StreamTypes;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A media record that was left out of a clip; the media itself is in Kafka at its position.
 *
 * @param streamId the audio-visual source
 * @param modality name of the modality
 * @param startMillis event time of its begin
 * @param reason why it was dropped
 * @param position where it came from
 */
public record DroppedSample(
        String streamId,
        String modality,
        long startMillis,
        Reason reason,
        RecordPosition position) {

    /** Why a media record was dropped. */
    public enum Reason {
        /** Older than the mark of its stream and modality minus the out-of-orderness. */
        LATE,
        /** It came after every window of it was settled by silence. */
        AFTER_SILENCE,
        /** The hard cap of its stream id. */
        EVICTED
    }

    /** How Flink serializes it. */
    public static final TypeInformation<DroppedSample> TYPE =
            Types.POJO(
                    DroppedSample.class,
                    Map.of(
                            "streamId", Types.STRING,
                            "modality", Types.STRING,
                            "startMillis", Types.LONG,
                            "reason", Types.ENUM(Reason.class),
                            "position", StreamTypes.RECORD_POSITION));

    static DroppedSample of(MediaSample sample, Reason reason) {
        return new DroppedSample(
                sample.streamId(),
                sample.modality(),
                sample.startMillis(),
                reason,
                sample.position());
    }
}
