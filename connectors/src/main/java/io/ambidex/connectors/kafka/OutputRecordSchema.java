/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Hands an output record to Kafka: topic, key, value and the header with its name. */
final class OutputRecordSchema implements KafkaRecordSerializationSchema<OutputRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            OutputRecord record, KafkaSinkContext context, Long timestamp) {
        // No timestamp: with old event times, retention would delete what has just been written.
        return new ProducerRecord<>(
                record.topic(),
                null,
                null,
                record.key(),
                record.value(),
                List.of(
                        new RecordHeader(
                                RecordCodec.HEADER,
                                record.recordName().getBytes(StandardCharsets.UTF_8))));
    }
}
