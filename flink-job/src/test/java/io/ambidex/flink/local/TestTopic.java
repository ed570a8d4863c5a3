/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import io.ambidex.connectors.kafka.EventTimes;
import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.MalformedRecordException;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes to one topic and reads it back, as programs beside the job do. */
public final class TestTopic {
    private final KafkaConnection connection;
    private final String name;

    /**
     * @param connection how to reach Kafka
     * @param name the topic
     */
    public TestTopic(KafkaConnection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    /**
     * Writes records to one partition in their order, with their event time, and waits for them.
     */
    public void write(int partition, String key, SpecificRecord... records) {
        List<ProducerRecord<byte[], byte[]>> written = new ArrayList<>();
        for (SpecificRecord record : records) {
            long time = EventTimes.of(record).orElse(0);
            ProducerRecord<byte[], byte[]> producerRecord =
                    new ProducerRecord<>(
                            name, partition, time, bytes(key), RecordCodec.encode(record));
            producerRecord.headers().add(RecordCodec.HEADER, bytes(RecordCodec.name(record)));
            written.add(producerRecord);
        }
        send(written);
    }

    /**
     * Writes bytes as they are and waits for them; returns nothing, since tests know the offsets.
     */
    public void writeBytes(int partition, String key, byte[] value) {
        send(List.of(new ProducerRecord<>(name, partition, 0L, bytes(key), value)));
    }

    /** All that a reader of committed records can see now. */
    public List<RawRecord> readCommitted() {
        return read("read_committed");
    }

    /** All that is there now, aborted and open transactions included. */
    public List<RawRecord> readUncommitted() {
        return read("read_uncommitted");
    }

    /** {@link #readCommitted()}, decoded. */
    public List<SpecificRecord> decodeCommitted() throws MalformedRecordException {
        List<SpecificRecord> decoded = new ArrayList<>();
        for (RawRecord raw : readCommitted()) {
            decoded.add(RecordCodec.decode(raw.value(), raw.recordName()));
        }
        return decoded;
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records) {
        Properties properties = connection.properties();
        properties.setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(16 << 20));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Throwable> failures = new ArrayList<>();
            for (ProducerRecord<byte[], byte[]> record : records) {
                producer.send(
                        record,
                        (metadata, failure) -> {
                            if (failure != null) {
                                failures.add(failure);
                            }
                        });
            }
            producer.flush();
            if (!failures.isEmpty()) {
                throw new IllegalStateException(name + " took not every record", failures.get(0));
            }
        }
    }

    private List<RawRecord> read(String isolationLevel) {
        Properties properties = connection.properties();
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolationLevel);
        List<RawRecord> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(name).stream()
                            .map(info -> new TopicPartition(name, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofMillis(100))) {
                    records.add(RawRecord.of(r));
                }
            }
        }
        return records;
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
