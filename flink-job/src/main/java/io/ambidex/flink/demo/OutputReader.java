/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.kafka.MalformedRecordException;
import io.ambidex.connectors.kafka.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed records of the output topics, from the beginning, in a thread of its own. */
final class OutputReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Observations observations;
    private final Thread thread;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile boolean toTheEnd;
    private volatile boolean closed;

    /**
     * Starts to read.
     *
     * @param kafka bootstrap servers and security
     * @param topics the output topics; they must exist
     */
    OutputReader(Properties kafka, Collection<String> topics, Observations observations) {
        Properties properties = new Properties();
        properties.putAll(kafka);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        this.consumer = new KafkaConsumer<>(properties, bytes, bytes);
        this.partitions = partitionsOf(topics);
        this.observations = observations;
        this.thread = new Thread(this::run, "output-reader");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits until everything that is committed now has been read, and ends the thread.
     *
     * @throws java.util.concurrent.CompletionException when reading has failed
     */
    void finish() {
        toTheEnd = true;
        end.join();
    }

    /** Whether reading has failed. */
    boolean failed() {
        return end.isCompletedExceptionally();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<TopicPartition> partitionsOf(Collection<String> topics) {
        List<TopicPartition> all = new ArrayList<>();
        for (String topic : topics) {
            for (PartitionInfo info : consumer.partitionsFor(topic)) {
                all.add(new TopicPartition(topic, info.partition()));
            }
        }
        return all;
    }

    private void run() {
        try (consumer) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closed && !(toTheEnd && atEnd())) {
                consumer.poll(POLL).forEach(this::take);
            }
            end.complete(null);
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    private boolean atEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        return partitions.stream().allMatch(p -> consumer.position(p) >= ends.get(p));
    }

    private void take(ConsumerRecord<byte[], byte[]> consumed) {
        Header name = consumed.headers().lastHeader(RecordCodec.HEADER);
        try {
            observations.add(
                    RecordCodec.decode(
                            consumed.value(),
                            name == null
                                    ? null
                                    : new String(name.value(), StandardCharsets.UTF_8)));
        } catch (MalformedRecordException e) {
            observations.addUnreadable();
        }
    }
}
