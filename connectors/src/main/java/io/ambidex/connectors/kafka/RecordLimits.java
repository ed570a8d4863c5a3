/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.io.Serializable;
import java.time.Duration;

/**
 * What an input record may be. A topic may allow more than the job wants to hold in memory, and a
 * single time stamp from the far future would decide every open window; both are refused.
 *
 * @param maxValueBytes largest value, in bytes, 1 or more
 * @param maxLead how far the event time may be ahead of the record's Kafka timestamp. Both stand in
 *     the log, so the verdict is the same in every run. A record without Kafka timestamp is not
 *     held to it, nor is the end of an input. It can only protect where producers write the event
 *     time as the Kafka timestamp, or in real time.
 */
public record RecordLimits(int maxValueBytes, Duration maxLead) implements Serializable {

    /** 4 MiB, and a lead of one day. */
    public static final RecordLimits DEFAULT = new RecordLimits(4 << 20, Duration.ofDays(1));

    public RecordLimits {
        if (maxValueBytes < 1) {
            throw new IllegalArgumentException(
                    "the largest value must be 1 byte or more, but is " + maxValueBytes);
        }
        if (maxLead.isNegative()) {
            throw new IllegalArgumentException(
                    "the lead of event time must not be negative, but is " + maxLead);
        }
    }
}
