/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.EndOfInput;
import io.ambidex.connectors.schema.FeatureVector;
import io.ambidex.connectors.schema.Heartbeat;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.VideoFrame;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecord;

/** The event time of input records. */
public final class EventTimes {
    private EventTimes() {}

    /**
     * The event time of a record: the begin of a chunk, a frame or a measurement, the moment from
     * which a label was known, the time that a heartbeat or the end carries.
     *
     * @return milliseconds since the epoch; empty for a record that carries no time of the stream
     */
    public static OptionalLong of(SpecificRecord record) {
        if (record instanceof AudioChunk chunk) {
            return OptionalLong.of(chunk.getStartMillis());
        } else if (record instanceof VideoFrame frame) {
            return OptionalLong.of(frame.getTimestampMillis());
        } else if (record instanceof FeatureVector vector) {
            return OptionalLong.of(vector.getTimestampMillis());
        } else if (record instanceof Label label) {
            return OptionalLong.of(label.getKnownAtMillis());
        } else if (record instanceof Heartbeat heartbeat) {
            return OptionalLong.of(heartbeat.getTimeMillis());
        } else if (record instanceof EndOfInput end) {
            return OptionalLong.of(end.getTimeMillis());
        }
        return OptionalLong.empty();
    }
}
