/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes to output topics in transactions, as a job does with each checkpoint. */
public final class OutputTopics implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private long next;

    /**
     * @param transactionalId nobody else's
     */
    public OutputTopics(KafkaConnection kafka, String transactionalId) {
        Properties properties = kafka.properties();
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        ByteArraySerializer bytes = new ByteArraySerializer();
        producer = new KafkaProducer<>(properties, bytes, bytes);
        producer.initTransactions();
    }

    /** Writes and commits. */
    public void commit(String topic, List<? extends SpecificRecord> records) {
        producer.beginTransaction();
        records.forEach(
                record -> send(topic, RecordCodec.name(record), RecordCodec.encode(record)));
        producer.commitTransaction();
    }

    /** Writes and takes it back, as a job that fails before its checkpoint. */
    void abort(String topic, List<? extends SpecificRecord> records) {
        producer.beginTransaction();
        records.forEach(
                record -> send(topic, RecordCodec.name(record), RecordCodec.encode(record)));
        producer.flush();
        producer.abortTransaction();
    }

    /** Writes and commits a value as it is. */
    void commitBytes(String topic, String recordName, byte[] value) {
        producer.beginTransaction();
        send(topic, recordName, value);
        producer.commitTransaction();
    }

    private void send(String topic, String recordName, byte[] value) {
        // Compacted topics need keys; with one for each record nothing is compacted away.
        byte[] key = Long.toString(next++).getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, 0, key, value);
        record.headers().add(RecordCodec.HEADER, recordName.getBytes(StandardCharsets.UTF_8));
        producer.send(record);
    }

    @Override
    public void close() {
        producer.close();
    }
}
