/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.MalformedRecordException;
import io.ambidex.connectors.kafka.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what is committed in a topic. */
final class CommittedRecords {
    private CommittedRecords() {}

    /** All records of the given class that are committed now. */
    static <T extends SpecificRecord> List<T> of(
            KafkaConnection kafka, String topic, Class<T> type) {
        Properties properties = kafka.properties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        List<T> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, bytes, bytes)) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(p -> new TopicPartition(topic, p.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<byte[], byte[]> record :
                        consumer.poll(Duration.ofMillis(200))) {
                    SpecificRecord decoded = decode(record);
                    if (type.isInstance(decoded)) {
                        records.add(type.cast(decoded));
                    }
                }
            }
        }
        return records;
    }

    private static SpecificRecord decode(ConsumerRecord<byte[], byte[]> record) {
        Header name = record.headers().lastHeader(RecordCodec.HEADER);
        try {
            return RecordCodec.decode(
                    record.value(),
                    name == null ? null : new String(name.value(), StandardCharsets.UTF_8));
        } catch (MalformedRecordException e) {
            throw new AssertionError(record.topic() + "@" + record.offset(), e);
        }
    }
}
