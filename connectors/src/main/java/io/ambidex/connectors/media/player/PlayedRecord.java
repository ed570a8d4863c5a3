/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.VideoFrame;
import org.apache.avro.specific.SpecificRecord;

/**
 * One input record, ready to be published.
 *
 * @param input the topic it belongs to
 * @param streamId the audio-visual source; the Kafka key
 * @param eventTimeMillis its event time: begin of a chunk or frame, {@code knownAt} of a label
 * @param pass which pass over the list of media it belongs to, from 0
 * @param record the Avro record
 */
public record PlayedRecord(
        Input input, String streamId, long eventTimeMillis, int pass, SpecificRecord record) {

    /** A piece of sound of the given pass. */
    public static PlayedRecord of(AudioChunk chunk, int pass) {
        return new PlayedRecord(
                Input.AUDIO, chunk.getStreamId(), chunk.getStartMillis(), pass, chunk);
    }

    /** A picture of the given pass. */
    public static PlayedRecord of(VideoFrame frame, int pass) {
        return new PlayedRecord(
                Input.VIDEO, frame.getStreamId(), frame.getTimestampMillis(), pass, frame);
    }

    /** A label of the given pass, at the moment from which it is known. */
    public static PlayedRecord of(Label label, int pass) {
        return new PlayedRecord(
                Input.LABELS, label.getStreamId(), label.getKnownAtMillis(), pass, label);
    }
}
