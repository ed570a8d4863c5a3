/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import io.ambidex.connectors.kafka.RecordCodec;
import io.ambidex.connectors.schema.EndOfInput;
import io.ambidex.connectors.schema.Heartbeat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;

/** Sends input records, heartbeats and end records, and counts them. For one thread. */
final class InputPublisher implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final PlayerTopics topics;

    /** Event time up to which each partition has been told, per input. */
    private final Map<Input, long[]> told = new TreeMap<>();

    private final Map<String, Long> records = new TreeMap<>();
    private final Map<String, Long> bytes = new TreeMap<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private long heartbeats;
    private long firstEventMillis = Long.MAX_VALUE;
    private long lastEventMillis = Long.MIN_VALUE;

    InputPublisher(Producer<byte[], byte[]> producer, PlayerTopics topics) {
        this.producer = producer;
        this.topics = topics;
    }

    boolean hasRecords() {
        return lastEventMillis != Long.MIN_VALUE;
    }

    long lastEventMillis() {
        return lastEventMillis;
    }

    /**
     * Tells every partition where event time begins, and waits until the broker has it.
     *
     * <p>A broker takes any sequence number as a producer's first one in a partition. Were the
     * first of several batches on the way refused for a moment (the leader of a new topic is not
     * there yet), a later one could be taken before it, and the first never again.
     */
    void begin(long timeMillis) {
        for (Input input : Input.values()) {
            int count = partitions(input, timeMillis).length;
            for (int p = 0; p < count; p++) {
                publishHeartbeat(input, p, timeMillis);
            }
        }
        flush();
    }

    /** Publishes a record to the partition of its stream id. */
    void publish(PlayedRecord played) {
        String topic = topics.of(played.input());
        byte[] key = played.streamId().getBytes(StandardCharsets.UTF_8);
        byte[] value = RecordCodec.encode(played.record());
        long[] partitions = partitions(played.input(), played.eventTimeMillis());
        int partition = Utils.toPositive(Utils.murmur2(key)) % partitions.length;
        send(topic, partition, key, value, played.record());
        partitions[partition] = Math.max(partitions[partition], played.eventTimeMillis());
        records.merge(topic, 1L, Long::sum);
        bytes.merge(topic, (long) key.length + value.length, Long::sum);
        firstEventMillis = Math.min(firstEventMillis, played.eventTimeMillis());
        lastEventMillis = Math.max(lastEventMillis, played.eventTimeMillis());
    }

    /** Tells every partition that has been silent for the interval how far event time is. */
    void publishHeartbeats(long timeMillis, long intervalMillis) {
        for (Input input : Input.values()) {
            long[] partitions = partitions(input, timeMillis);
            for (int p = 0; p < partitions.length; p++) {
                if (timeMillis - partitions[p] >= intervalMillis) {
                    partitions[p] = timeMillis;
                    publishHeartbeat(input, p, timeMillis);
                }
            }
        }
    }

    private void publishHeartbeat(Input input, int partition, long timeMillis) {
        Heartbeat heartbeat = new Heartbeat(timeMillis);
        send(topics.of(input), partition, null, RecordCodec.encode(heartbeat), heartbeat);
        heartbeats++;
    }

    /** Ends every partition of every input topic. */
    void publishEnd(long timeMillis) {
        EndOfInput record = new EndOfInput(timeMillis);
        byte[] value = RecordCodec.encode(record);
        for (Input input : Input.values()) {
            int count = partitions(input, lastEventMillis).length;
            for (int p = 0; p < count; p++) {
                send(topics.of(input), p, null, value, record);
            }
        }
    }

    /** Waits until the broker has everything. */
    void flush() {
        producer.flush();
        checkFailure();
    }

    PlayerReport report(PlayedCounts played, boolean ended) {
        return new PlayerReport(
                played,
                Map.copyOf(records),
                Map.copyOf(bytes),
                heartbeats,
                firstEventMillis,
                lastEventMillis,
                ended);
    }

    @Override
    public void close() {
        producer.close();
    }

    private long[] partitions(Input input, long timeMillis) {
        return told.computeIfAbsent(
                input,
                i -> {
                    long[] times = new long[countPartitions(topics.of(i))];
                    Arrays.fill(times, timeMillis);
                    return times;
                });
    }

    private int countPartitions(String topic) {
        try {
            return producer.partitionsFor(topic).size();
        } catch (TimeoutException e) {
            throw new KafkaException(
                    "topic "
                            + topic
                            + " does not exist, or the broker does not answer: "
                            + e.getMessage(),
                    e);
        }
    }

    private void send(
            String topic, int partition, byte[] key, byte[] value, SpecificRecord record) {
        checkFailure();
        RecordHeaders headers = new RecordHeaders();
        headers.add(
                new RecordHeader(
                        RecordCodec.HEADER,
                        RecordCodec.name(record).getBytes(StandardCharsets.UTF_8)));
        producer.send(
                new ProducerRecord<>(topic, partition, null, key, value, headers),
                (metadata, e) -> {
                    if (e != null) {
                        failure.compareAndSet(null, e);
                    }
                });
    }

    private void checkFailure() {
        Exception e = failure.get();
        if (e != null) {
            throw new KafkaException("a record could not be published: " + e.getMessage(), e);
        }
    }
}
