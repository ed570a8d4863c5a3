/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.types.ImmutableBytesTypeInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A Kafka record as it came, byte for byte: what a source emits. It is decoded by an {@link
 * InputDecoder} one operator later, so that bytes that cannot be decoded keep their way to the dead
 * letters.
 *
 * @param topic the topic
 * @param partition the partition, 0 or more
 * @param offset the offset, 0 or more
 * @param timestampMillis the Kafka timestamp, milliseconds since the epoch; -1 when there is none
 * @param key the key; null when there is none
 * @param value the value; null for a tombstone
 * @param headers the headers in their order, names may repeat
 */
public record RawRecord(
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        byte[] key,
        byte[] value,
        List<RawHeader> headers) {

    /** How Flink serializes it; no generic type inside. */
    public static final TypeInformation<RawRecord> TYPE =
            Types.POJO(
                    RawRecord.class,
                    Map.of(
                            "topic", Types.STRING,
                            "partition", Types.INT,
                            "offset", Types.LONG,
                            "timestampMillis", Types.LONG,
                            "key", ImmutableBytesTypeInfo.INSTANCE,
                            "value", ImmutableBytesTypeInfo.INSTANCE,
                            "headers",
                                    Types.LIST(
                                            Types.POJO(
                                                    RawHeader.class,
                                                    Map.of(
                                                            "name",
                                                            Types.STRING,
                                                            "value",
                                                            ImmutableBytesTypeInfo.INSTANCE)))));

    /** A record as Kafka's consumer hands it over. */
    public static RawRecord of(ConsumerRecord<byte[], byte[]> record) {
        List<RawHeader> headers = new ArrayList<>();
        record.headers().forEach(h -> headers.add(new RawHeader(h.key(), h.value())));
        return new RawRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                headers);
    }

    /** Where it stands in Kafka. */
    public RecordPosition position() {
        return new RecordPosition(topic, partition, offset);
    }

    /**
     * The value of the header {@value RecordCodec#HEADER}, the last of several; null when absent.
     */
    public String recordName() {
        for (int i = headers.size() - 1; i >= 0; i--) {
            RawHeader header = headers.get(i);
            if (header.name().equals(RecordCodec.HEADER) && header.value() != null) {
                return new String(header.value(), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /** Position and sizes, no contents. */
    @Override
    public String toString() {
        String size = value == null ? "no value" : value.length + " bytes";
        return position() + " (" + size + ")";
    }
}
