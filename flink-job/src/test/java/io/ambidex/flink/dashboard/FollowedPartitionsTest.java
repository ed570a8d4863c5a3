/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.flink.dashboard.view.DashboardState;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FollowedPartitionsTest {
    private static final String TOPIC = "imbalance";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final long NOW_MILLIS = 1_000_000;

    private final Map<TopicRole, String> topics = Map.of(TopicRole.IMBALANCE, TOPIC);

    @Test
    void aRecordThatComesWhileTheFirstOffsetIsLookedForIsRead() {
        try (TopicThatGrows consumer = new TopicThatGrows()) {
            new FollowedPartitions(
                            topics,
                            Duration.ofMinutes(1),
                            new DashboardState(topics, () -> NOW_MILLIS),
                            () -> NOW_MILLIS)
                    .refresh(consumer);
            assertThat(consumer.position(PARTITION)).isZero();
        }
    }

    /**
     * An empty topic, to which a record is written as soon as one question about it is answered.
     */
    private static final class TopicThatGrows extends MockConsumer<byte[], byte[]> {
        private long end;

        TopicThatGrows() {
            super("earliest");
            Node node = new Node(0, "localhost", 1);
            Node[] nodes = {node};
            updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, node, nodes, nodes)));
        }

        @Override
        public synchronized List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
            return partitionsFor(topic);
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                Map<TopicPartition, Long> times, Duration timeout) {
            Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
            found.put(PARTITION, end == 0 ? null : new OffsetAndTimestamp(0, NOW_MILLIS));
            end++;
            return found;
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(
                Collection<TopicPartition> partitions, Duration timeout) {
            return Map.of(PARTITION, end++);
        }
    }
}
