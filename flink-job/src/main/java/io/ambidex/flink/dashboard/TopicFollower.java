/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.MalformedRecordException;
import io.ambidex.connectors.kafka.RecordCodec;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.flink.dashboard.view.DashboardState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the committed records of the output topics in a thread of its own, and goes on for as long
 * as it is open: through topics that are missing, brokers that do not answer and records that
 * cannot be decoded, each of which it reports.
 */
final class TopicFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);

    private static final Duration POLL = Duration.ofMillis(200);

    /** How long a failed reader waits before it begins anew. */
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final Properties properties;
    private final KafkaConnection kafka;
    private final Map<TopicRole, String> topics;
    private final Map<String, TopicRole> roles;
    private final Duration history;
    private final DashboardState state;
    private final LongSupplier clock;
    private final Thread thread;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile KafkaConsumer<byte[], byte[]> consumer;

    /**
     * Starts to read.
     *
     * @param topics what to follow, by role; they need not exist yet
     * @param history how far back to begin
     */
    TopicFollower(
            KafkaConnection kafka,
            Map<TopicRole, String> topics,
            Duration history,
            DashboardState state,
            LongSupplier clock) {
        this.kafka = kafka;
        this.properties = kafka.properties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        this.topics = new EnumMap<>(topics);
        this.roles = new java.util.HashMap<>();
        topics.forEach((role, name) -> roles.put(name, role));
        this.history = history;
        this.state = state;
        this.clock = clock;
        this.thread = new Thread(this::run, "dashboard-follower");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        end.countDown();
        KafkaConsumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosed() {
        return end.getCount() == 0;
    }

    private void run() {
        FollowedPartitions partitions = new FollowedPartitions(topics, history, state, clock);
        while (!isClosed()) {
            ByteArrayDeserializer bytes = new ByteArrayDeserializer();
            try (KafkaConsumer<byte[], byte[]> opened =
                    new KafkaConsumer<>(properties, bytes, bytes)) {
                consumer = opened;
                partitions.resume(opened);
                follow(opened, partitions);
            } catch (WakeupException e) {
                LOG.debug("closed", e);
            } catch (KafkaException e) {
                String problem = kafka.redact(String.valueOf(e.getMessage()));
                LOG.warn("the output topics cannot be read, again in {}: {}", PAUSE, problem);
                state.brokers("The topics cannot be read: " + problem);
                rest(PAUSE);
            }
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> reading, FollowedPartitions partitions) {
        while (!isClosed()) {
            partitions.refresh(reading);
            if (reading.assignment().isEmpty()) {
                rest(POLL);
                continue;
            }
            for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL)) {
                take(record);
                partitions.read(record);
            }
            partitions.reportBehind(reading);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        TopicRole role = roles.get(record.topic());
        if (record.value() == null) {
            // A tombstone: compaction removes what its key named.
            return;
        }
        Header name = record.headers().lastHeader(RecordCodec.HEADER);
        try {
            state.accept(
                    role,
                    RecordCodec.decode(
                            record.value(),
                            name == null ? null : new String(name.value(), StandardCharsets.UTF_8)),
                    record.timestamp());
        } catch (MalformedRecordException e) {
            state.unreadable(
                    role,
                    "offset "
                            + record.offset()
                            + " of partition "
                            + record.partition()
                            + ": "
                            + e.getMessage());
        }
    }

    /** Waits, or less when this is closed. */
    private void rest(Duration span) {
        try {
            end.await(span.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            end.countDown();
        }
    }
}
