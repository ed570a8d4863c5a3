/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.kafka.RecordCodec;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.media.player.FlowControl;
import io.ambidex.connectors.media.player.MediaPlayer;
import io.ambidex.connectors.media.player.PlayerOptions;
import io.ambidex.connectors.media.player.PlayerReport;
import io.ambidex.connectors.media.player.PlayerTopics;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.EndOfInput;
import io.ambidex.connectors.schema.Heartbeat;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.VideoFrame;
import io.ambidex.connectors.simulator.Simulator;
import io.ambidex.connectors.simulator.SimulatorOptions;
import io.ambidex.flink.local.KafkaExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the player publishes to a real broker. */
class MediaPlayerITCase {
    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    @Test
    void everyPartitionHoldsItsStreamsInOrderAndEnds() throws Exception {
        Topics topics = KAFKA.newTopics(PARTITIONS);
        PlayerTopics inputs =
                new PlayerTopics(
                        topics.name(TopicRole.AUDIO),
                        topics.name(TopicRole.VIDEO),
                        topics.name(TopicRole.LABELS));
        Simulator simulator =
                new Simulator(
                        SimulatorOptions.builder()
                                .seed(1)
                                .streams(4)
                                .scenes(20)
                                .labelDelay(Duration.ZERO, Duration.ofSeconds(2))
                                .build());
        PlayerReport report;
        try (MediaPlayer player =
                MediaPlayer.connect(
                        KAFKA.connection(), inputs, PlayerOptions.DEFAULT, FlowControl.UNLIMITED)) {
            report = player.play(simulator.streams());
        }

        assertThat(report.ended()).isTrue();
        for (String topic : List.of(inputs.audio(), inputs.video(), inputs.labels())) {
            long media = 0;
            for (List<ConsumerRecord<byte[], byte[]>> partition : read(topic).values()) {
                long time = Long.MIN_VALUE;
                for (ConsumerRecord<byte[], byte[]> read : partition) {
                    SpecificRecord record = decode(read);
                    assertThat(eventTime(record)).isGreaterThanOrEqualTo(time);
                    time = eventTime(record);
                    if (read.key() != null) {
                        assertThat(record).extracting("streamId").isEqualTo(text(read.key()));
                        media++;
                    }
                }
                SpecificRecord last = decode(partition.get(partition.size() - 1));
                assertThat(last).isInstanceOf(EndOfInput.class);
                assertThat(time)
                        .isEqualTo(
                                report.lastEventMillis()
                                        + PlayerOptions.DEFAULT.endMargin().toMillis());
            }
            assertThat(media).isEqualTo(report.records().get(topic));
        }
    }

    private static Map<Integer, List<ConsumerRecord<byte[], byte[]>>> read(String topic) {
        Properties properties = KAFKA.connection().properties();
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        Map<Integer, List<ConsumerRecord<byte[], byte[]>>> read = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, bytes, bytes)) {
            List<TopicPartition> partitions =
                    IntStream.range(0, PARTITIONS)
                            .mapToObj(p -> new TopicPartition(topic, p))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
                consumer.poll(Duration.ofMillis(200))
                        .forEach(
                                r ->
                                        read.computeIfAbsent(r.partition(), p -> new ArrayList<>())
                                                .add(r));
            }
        }
        assertThat(read).hasSize(PARTITIONS);
        return read;
    }

    private static SpecificRecord decode(ConsumerRecord<byte[], byte[]> read) throws Exception {
        return RecordCodec.decode(
                read.value(), text(read.headers().lastHeader(RecordCodec.HEADER).value()));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static long eventTime(SpecificRecord record) {
        if (record instanceof AudioChunk chunk) {
            return chunk.getStartMillis();
        } else if (record instanceof VideoFrame frame) {
            return frame.getTimestampMillis();
        } else if (record instanceof Label label) {
            return label.getKnownAtMillis();
        } else if (record instanceof Heartbeat heartbeat) {
            return heartbeat.getTimeMillis();
        }
        return ((EndOfInput) record).getTimeMillis();
    }
}
