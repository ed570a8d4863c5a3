/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.MalformedRecordException;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.RecordCodec;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.schema.Prediction;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows what is committed, while it happens, through every death of the broker. */
final class PredictionWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread = new Thread(this::follow, "committed-records");
    private long predictions;
    private long trained;
    private long evaluated;
    private long awaitedFromMillis = Long.MAX_VALUE;
    private long seenAtMillis;

    /** Follows the topics from their beginning. */
    PredictionWatch(KafkaConnection kafka, Collection<String> topics) {
        Properties properties = kafka.properties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        consumer = new KafkaConsumer<>(properties, bytes, bytes);
        List<TopicPartition> partitions =
                topics.stream()
                        .flatMap(topic -> consumer.partitionsFor(topic).stream())
                        .map(p -> new TopicPartition(p.topic(), p.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread.setDaemon(true);
        thread.start();
    }

    /** Committed predictions so far. */
    synchronized long predictions() {
        return predictions;
    }

    /** Examples that were trained on or scored so far. */
    synchronized long used() {
        return trained + evaluated;
    }

    /** Clips that the job is done with: predicted, and trained on or scored. */
    synchronized long done() {
        return Math.min(predictions, used());
    }

    /** From now on, waits for a prediction that is made after this moment. */
    synchronized void awaitAfter(long millis) {
        awaitedFromMillis = millis;
        seenAtMillis = 0;
    }

    /** When the awaited prediction was read, milliseconds since the epoch; 0 before. */
    synchronized long seenAtMillis() {
        return seenAtMillis;
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            // It ends by itself; the run is being given up.
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(RawRecord.of(record));
                }
            }
        } catch (WakeupException e) {
            // Closed.
        }
    }

    private synchronized void take(RawRecord raw) {
        SpecificRecord record;
        try {
            record = RecordCodec.decode(raw.value(), raw.recordName());
        } catch (MalformedRecordException e) {
            throw new IllegalStateException(raw + " is none of ours", e);
        }
        if (record instanceof Prediction prediction) {
            predictions++;
            if (seenAtMillis == 0 && prediction.getPredictedAtMillis() > awaitedFromMillis) {
                seenAtMillis = System.currentTimeMillis();
            }
        } else if (record instanceof MonitorRecord monitor) {
            trained += monitor.getExamples();
            evaluated = Math.max(evaluated, monitor.getEvaluationExamples());
        }
    }
}
