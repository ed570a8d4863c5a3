/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Sources of input records. They read committed records only, emit bytes as they came, and never
 * fail for what the bytes are.
 *
 * <p>The smallest call that works:
 *
 * <pre>{@code
 * InputDecoder decoder = new InputDecoder(TopicRole.AUDIO, RecordLimits.DEFAULT);
 * env.fromSource(
 *         KafkaInputs.source(connection, "audio", "ambidex", StartingOffsets.EARLIEST),
 *         InputTimes.inOrderWithin(Duration.ofMillis(200), Duration.ofSeconds(10), decoder),
 *         "audio");
 * }</pre>
 *
 * <p>A source must not run with more subtasks than its topic has partitions: a subtask without a
 * partition has no time, and holds the job back.
 */
public final class KafkaInputs {
    /**
     * How many records a source takes over at once. Watermark alignment stops a source between two
     * such portions, and two more may already be waiting: the fewer, the less one input of a
     * backlog is read ahead of another, and the less has to be kept for pairing.
     */
    private static final int MAX_POLL_RECORDS = 50;

    private KafkaInputs() {}

    /**
     * A source that goes on for ever.
     *
     * @param connection how to reach Kafka; {@code max.poll.records} and {@code
     *     max.partition.fetch.bytes} may be given there
     * @param topic the topic
     * @param groupId the consumer group that offsets are committed to with every checkpoint, for
     *     tools that show lag; the job itself goes on from its savepoint
     * @param start where to begin without a savepoint
     */
    public static KafkaSource<RawRecord> source(
            KafkaConnection connection, String topic, String groupId, StartingOffsets start) {
        return builder(connection, topic, groupId, start).build();
    }

    /**
     * A source that ends where each partition ends when the job starts: for tools that read a topic
     * once.
     *
     * @param connection how to reach Kafka; {@code max.poll.records} and {@code
     *     max.partition.fetch.bytes} may be given there
     * @param topic the topic
     * @param groupId the consumer group that offsets are committed to
     * @param start where to begin
     */
    public static KafkaSource<RawRecord> boundedSource(
            KafkaConnection connection, String topic, String groupId, StartingOffsets start) {
        return builder(connection, topic, groupId, start)
                .setBounded(OffsetsInitializer.latest())
                .build();
    }

    private static KafkaSourceBuilder<RawRecord> builder(
            KafkaConnection connection, String topic, String groupId, StartingOffsets start) {
        return KafkaSource.<RawRecord>builder()
                .setProperty(
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(MAX_POLL_RECORDS))
                .setProperties(connection.properties())
                .setTopics(topic)
                .setGroupId(groupId)
                .setClientIdPrefix(groupId + "-" + topic)
                .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                .setStartingOffsets(start.initializer())
                .setDeserializer(new RawRecordSchema());
    }
}
