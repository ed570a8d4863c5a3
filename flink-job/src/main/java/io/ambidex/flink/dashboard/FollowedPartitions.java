/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.flink.dashboard.view.DashboardState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The partitions that are read: looked for again and again, so that a topic may be made, or grow,
 * while the page is open.
 */
final class FollowedPartitions {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long MISSING_INTERVAL_MILLIS = 2_000;
    private static final long KNOWN_INTERVAL_MILLIS = 15_000;

    private final Map<TopicRole, String> topics;
    private final Duration history;
    private final DashboardState state;
    private final LongSupplier clock;

    /** Next offset of every partition that is read. */
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    private long nextLookMillis;

    FollowedPartitions(
            Map<TopicRole, String> topics,
            Duration history,
            DashboardState state,
            LongSupplier clock) {
        this.topics = topics;
        this.history = history;
        this.state = state;
        this.clock = clock;
    }

    /** Lets a new consumer go on where the one before ended. */
    void resume(Consumer<?, ?> consumer) {
        nextLookMillis = 0;
        consumer.assign(positions.keySet());
        positions.forEach(consumer::seek);
    }

    /** Looks for partitions that are not read yet, when it is time to. */
    void refresh(Consumer<?, ?> consumer) {
        long now = clock.getAsLong();
        if (now < nextLookMillis) {
            return;
        }
        boolean complete = true;
        try {
            for (Map.Entry<TopicRole, String> topic : topics.entrySet()) {
                complete &= look(consumer, topic.getKey(), topic.getValue());
            }
            state.brokers(null);
        } catch (TimeoutException e) {
            complete = false;
            state.brokers("The brokers have not answered for " + PATIENCE.toSeconds() + " s.");
        }
        nextLookMillis =
                clock.getAsLong() + (complete ? KNOWN_INTERVAL_MILLIS : MISSING_INTERVAL_MILLIS);
    }

    /** A record was read. */
    void read(ConsumerRecord<?, ?> record) {
        positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
    }

    /** Reports how much is there that has not been read yet, once the brokers have said so. */
    void reportBehind(Consumer<?, ?> consumer) {
        topics.forEach(
                (role, name) -> {
                    List<OptionalLong> lags =
                            positions.keySet().stream()
                                    .filter(p -> p.topic().equals(name))
                                    .map(consumer::currentLag)
                                    .toList();
                    if (!lags.isEmpty() && lags.stream().allMatch(OptionalLong::isPresent)) {
                        state.behind(role, lags.stream().mapToLong(OptionalLong::getAsLong).sum());
                    }
                });
    }

    private boolean look(Consumer<?, ?> consumer, TopicRole role, String name) {
        List<PartitionInfo> infos;
        try {
            infos = consumer.partitionsFor(name, PATIENCE);
        } catch (TimeoutException e) {
            throw e;
        } catch (ApiException e) {
            state.problem(role, "cannot be read: " + e.getMessage());
            return false;
        }
        if (infos == null || infos.isEmpty()) {
            state.problem(role, "does not exist");
            return false;
        }
        List<TopicPartition> unknown =
                infos.stream()
                        .map(info -> new TopicPartition(name, info.partition()))
                        .filter(partition -> !positions.containsKey(partition))
                        .toList();
        if (!unknown.isEmpty()) {
            begin(consumer, role, unknown);
        }
        state.problem(role, null);
        return true;
    }

    private void begin(Consumer<?, ?> consumer, TopicRole role, List<TopicPartition> unknown) {
        Map<TopicPartition, Long> first = firstOffsets(consumer, role, unknown);
        List<TopicPartition> all = new ArrayList<>(consumer.assignment());
        all.addAll(unknown);
        consumer.assign(all);
        first.forEach(consumer::seek);
        positions.putAll(first);
    }

    /** Versions from the beginning: their topic is compacted, and every one may be asked for. */
    private Map<TopicPartition, Long> firstOffsets(
            Consumer<?, ?> consumer, TopicRole role, List<TopicPartition> unknown) {
        if (role == TopicRole.MODEL_UPDATES) {
            return consumer.beginningOffsets(unknown, PATIENCE);
        }
        // The ends come first: what is written between the two questions then lies behind them.
        Map<TopicPartition, Long> ends = consumer.endOffsets(unknown, PATIENCE);
        long since = clock.getAsLong() - history.toMillis();
        Map<TopicPartition, OffsetAndTimestamp> found =
                consumer.offsetsForTimes(
                        unknown.stream().collect(Collectors.toMap(p -> p, p -> since)), PATIENCE);
        Map<TopicPartition, Long> first = new HashMap<>();
        for (TopicPartition partition : unknown) {
            OffsetAndTimestamp offset = found.get(partition);
            first.put(partition, offset == null ? ends.get(partition) : offset.offset());
        }
        return first;
    }
}
