/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The committed records of topics, from where they begin to where they end now. Aborted and open
 * transactions are not seen. Belongs to no consumer group and commits nothing.
 */
public final class CommittedRecords {
    private static final Duration POLL = Duration.ofMillis(200);

    private CommittedRecords() {}

    /**
     * Reads them, those of one partition in their order.
     *
     * @param connection how to reach Kafka
     * @param topics names of the topics
     * @param timeout how long the brokers may take for one answer
     * @param each takes one record at a time
     * @throws KafkaAccessException if a topic does not exist or may not be read, or no broker
     *     answers in time
     */
    public static void read(
            KafkaConnection connection,
            Collection<String> topics,
            Duration timeout,
            Consumer<RawRecord> each)
            throws KafkaAccessException {
        Failures failures = new Failures(connection, timeout);
        Properties properties = connection.properties();
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.setProperty(
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(timeout.toMillis()));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : topics) {
                List<PartitionInfo> found = consumer.partitionsFor(topic);
                if (found == null || found.isEmpty()) {
                    throw new KafkaAccessException("topic " + topic + " does not exist");
                }
                found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    each.accept(RawRecord.of(record));
                }
            }
        } catch (KafkaException e) {
            Throwable cause = e instanceof AuthenticationException ? e : rootOf(e);
            throw failures.of("READ " + String.join(", ", topics), cause);
        }
    }

    private static Throwable rootOf(KafkaException e) {
        return e.getCause() instanceof KafkaException inner ? inner : e;
    }
}
