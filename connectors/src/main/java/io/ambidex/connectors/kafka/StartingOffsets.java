/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.io.Serializable;
import java.util.Locale;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * Where a source begins when the job starts without a savepoint; with one, it goes on where the
 * savepoint says.
 *
 * @param kind how the place is named
 * @param timestampMillis Kafka timestamp of the first record, milliseconds since the epoch; 0
 *     unless the kind is {@code TIMESTAMP}
 */
public record StartingOffsets(Kind kind, long timestampMillis) implements Serializable {

    /** How a place in a topic is named. */
    public enum Kind {
        /** The oldest record that is kept. */
        EARLIEST,
        /** What is written from now on. */
        LATEST,
        /** Where the consumer group stands; the oldest record where it stands nowhere. */
        COMMITTED,
        /** The first record with a Kafka timestamp or a later one. */
        TIMESTAMP
    }

    /** The oldest record that is kept: the default, since a replay must see all of it. */
    public static final StartingOffsets EARLIEST = new StartingOffsets(Kind.EARLIEST, 0);

    /** Where the consumer group stands; the oldest record where it stands nowhere. */
    public static final StartingOffsets COMMITTED = new StartingOffsets(Kind.COMMITTED, 0);

    /** What is written from now on. */
    public static final StartingOffsets LATEST = new StartingOffsets(Kind.LATEST, 0);

    private static final String TIMESTAMP_PREFIX = "timestamp:";

    /** The first record with this Kafka timestamp or a later one. */
    public static StartingOffsets timestamp(long millis) {
        return new StartingOffsets(Kind.TIMESTAMP, millis);
    }

    /**
     * Reads {@code earliest}, {@code latest}, {@code committed} or {@code timestamp:MILLIS}.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static StartingOffsets parse(String text) {
        String value = text.strip().toLowerCase(Locale.ROOT);
        try {
            if (value.startsWith(TIMESTAMP_PREFIX)) {
                return timestamp(Long.parseLong(value.substring(TIMESTAMP_PREFIX.length())));
            }
            for (StartingOffsets offsets : new StartingOffsets[] {EARLIEST, LATEST, COMMITTED}) {
                if (offsets.toString().equals(value)) {
                    return offsets;
                }
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message.
        }
        throw new IllegalArgumentException(
                "starting offsets must be earliest, latest, committed or timestamp:MILLIS, but are '"
                        + text
                        + "'");
    }

    // The connector knows no other way to say what holds without a committed offset.
    @SuppressWarnings("deprecation")
    OffsetsInitializer initializer() {
        return switch (kind) {
            case EARLIEST -> OffsetsInitializer.earliest();
            case LATEST -> OffsetsInitializer.latest();
            case COMMITTED -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
            case TIMESTAMP -> OffsetsInitializer.timestamp(timestampMillis);
        };
    }

    /** In the form that {@link #parse} reads. */
    @Override
    public String toString() {
        return kind == Kind.TIMESTAMP
                ? TIMESTAMP_PREFIX + timestampMillis
                : kind.name().toLowerCase(Locale.ROOT);
    }
}
