/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.EndOfInput;
import io.ambidex.connectors.schema.FeatureVector;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.VideoFrame;
import java.io.Serializable;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/**
 * Decides, for the records of one topic, which are good. The watermark strategy and the decode
 * operator ask the same decoder, so that a record that is refused never moves time, and one that
 * moves time is never refused here.
 */
public final class InputDecoder implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The last millisecond of the year 9999: sums of times stay far from overflow. */
    private static final long LAST_MILLIS = 253_402_300_799_999L;

    private final TopicRole role;
    private final RecordLimits limits;

    /**
     * @param role what the topic is for
     * @param limits what a record may be
     */
    public InputDecoder(TopicRole role, RecordLimits limits) {
        this.role = role;
        this.limits = limits;
    }

    /**
     * Decodes and checks a record.
     *
     * @return one of the {@link TopicRole#records() records of the role}
     * @throws MalformedRecordException if it cannot be used; the message says why, with limit and
     *     actual value
     */
    public SpecificRecord decode(RawRecord raw) throws MalformedRecordException {
        if (raw.value() != null && raw.value().length > limits.maxValueBytes()) {
            throw new MalformedRecordException(
                    "a value may have "
                            + limits.maxValueBytes()
                            + " bytes, but "
                            + raw.value().length
                            + " came");
        }
        SpecificRecord record = RecordCodec.decode(raw.value(), raw.recordName());
        if (!role.records().contains(record.getClass())) {
            throw new MalformedRecordException(
                    "this topic takes "
                            + role.records().stream()
                                    .map(Class::getSimpleName)
                                    .sorted()
                                    .collect(Collectors.joining(", "))
                            + ", but "
                            + RecordCodec.name(record)
                            + " came");
        }
        checkContent(record);
        checkTime(record, raw.timestampMillis());
        return record;
    }

    /**
     * The event time of a record.
     *
     * @return milliseconds since the epoch; {@link Long#MIN_VALUE} if the record is refused or has
     *     no time
     */
    public long eventTimeMillis(RawRecord raw) {
        try {
            return EventTimes.of(decode(raw)).orElse(Long.MIN_VALUE);
        } catch (MalformedRecordException e) {
            return Long.MIN_VALUE;
        }
    }

    private static void checkContent(SpecificRecord record) throws MalformedRecordException {
        if (record instanceof AudioChunk chunk) {
            checkStreamId(chunk.getStreamId());
        } else if (record instanceof VideoFrame frame) {
            checkStreamId(frame.getStreamId());
            checkDuration(frame.getDurationMillis());
        } else if (record instanceof FeatureVector vector) {
            checkStreamId(vector.getStreamId());
            checkDuration(vector.getDurationMillis());
        } else if (record instanceof Label label) {
            checkStreamId(label.getStreamId());
            checkMillis("the label's start", label.getStartMillis());
            checkMillis("the label's end", label.getEndMillis());
            if (label.getEndMillis() <= label.getStartMillis()) {
                throw new MalformedRecordException(
                        "a label must end after its start "
                                + label.getStartMillis()
                                + ", but ends at "
                                + label.getEndMillis());
            }
        }
    }

    private static void checkStreamId(String streamId) throws MalformedRecordException {
        if (streamId.isEmpty()) {
            throw new MalformedRecordException("the stream id is empty");
        }
    }

    private static void checkDuration(int millis) throws MalformedRecordException {
        if (millis < 0) {
            throw new MalformedRecordException(
                    "a duration must be 0 ms or more, but is " + millis + " ms");
        }
    }

    private void checkTime(SpecificRecord record, long timestampMillis)
            throws MalformedRecordException {
        OptionalLong time = EventTimes.of(record);
        if (time.isEmpty()) {
            return;
        }
        long millis = time.getAsLong();
        checkMillis("event time", millis);
        long lead = millis - timestampMillis;
        // The end of an input is ahead by its nature.
        boolean held = timestampMillis >= 0 && !(record instanceof EndOfInput);
        if (held && lead > limits.maxLead().toMillis()) {
            throw new MalformedRecordException(
                    "event time may be "
                            + limits.maxLead().toMillis()
                            + " ms ahead of the Kafka timestamp, but is "
                            + lead
                            + " ms ahead");
        }
    }

    private static void checkMillis(String what, long millis) throws MalformedRecordException {
        if (millis < 0 || millis > LAST_MILLIS) {
            throw new MalformedRecordException(
                    what + " must be between 0 and " + LAST_MILLIS + " ms, but is " + millis);
        }
    }
}
