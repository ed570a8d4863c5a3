/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.connectors.kafka.RecordCodec;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.EndOfInput;
import io.ambidex.connectors.schema.Heartbeat;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.VideoFrame;
import io.ambidex.connectors.simulator.Simulator;
import io.ambidex.connectors.simulator.SimulatorOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class MediaPlayerTest {
    private static final long START = 1_700_000_000_000L;
    private static final int PARTITIONS = 3;
    private static final Simulator SIMULATOR =
            new Simulator(
                    SimulatorOptions.builder()
                            .seed(5)
                            .streams(2)
                            .scenes(6)
                            .evaluateFraction(0.5)
                            .pictureSize(16, 16)
                            .labelDelay(Duration.ZERO, Duration.ofMillis(700))
                            .build());

    private final MockProducer<byte[], byte[]> producer = producer();
    private final SteppingClock clock = new SteppingClock();

    @Test
    void everyRecordGoesOutOnceInTheOrderOfEventTime() throws Exception {
        PlayerReport report = play(PlayerOptions.DEFAULT, FlowControl.UNLIMITED);

        List<Long> times = new ArrayList<>();
        long media = 0;
        for (ProducerRecord<byte[], byte[]> sent : producer.history()) {
            SpecificRecord record = decode(sent);
            if (!(record instanceof Heartbeat) && !(record instanceof EndOfInput)) {
                times.add(eventTime(record));
                media++;
            }
        }
        assertThat(times).isSorted();
        assertThat(report.totalRecords()).isEqualTo(media).isEqualTo(6 * (25 + 10 + 1));
        assertThat(report.records().get("video")).isEqualTo(60);
        assertThat(report.played().clips()).isEqualTo(6);
        assertThat(report.played().labels()).isEqualTo(6);
        assertThat(report.played().evaluateLabels()).isBetween(1L, 5L);
        assertThat(report.firstEventMillis()).isEqualTo(START);
        assertThat(report.ended()).isTrue();
    }

    @Test
    void aStreamStaysInOnePartitionOfEveryTopic() {
        play(PlayerOptions.DEFAULT, FlowControl.UNLIMITED);

        Map<String, Set<Integer>> partitions = new HashMap<>();
        for (ProducerRecord<byte[], byte[]> sent : producer.history()) {
            if (sent.key() != null) {
                partitions
                        .computeIfAbsent(
                                new String(sent.key(), StandardCharsets.UTF_8),
                                k -> new HashSet<>())
                        .add(sent.partition());
            }
        }
        assertThat(partitions.keySet()).containsExactlyInAnyOrder("sim-0", "sim-1");
        assertThat(partitions.values()).allSatisfy(p -> assertThat(p).hasSize(1));
    }

    @Test
    void everyPartitionEndsWithAnEndRecordPastTheMargin() throws Exception {
        PlayerReport report =
                play(
                        PlayerOptions.DEFAULT.withEndMargin(Duration.ofMinutes(7)),
                        FlowControl.UNLIMITED);

        Map<String, SpecificRecord> last = new HashMap<>();
        for (ProducerRecord<byte[], byte[]> sent : producer.history()) {
            last.put(sent.topic() + sent.partition(), decode(sent));
        }
        assertThat(last).hasSize(3 * PARTITIONS);
        assertThat(last.values())
                .allSatisfy(
                        r ->
                                assertThat(((EndOfInput) r).getTimeMillis())
                                        .isEqualTo(report.lastEventMillis() + 7 * 60_000));
    }

    @Test
    void partitionsWithNothingToSayGetHeartbeats() throws Exception {
        PlayerReport report = play(PlayerOptions.DEFAULT, FlowControl.UNLIMITED);

        Map<String, Long> told = new HashMap<>();
        for (ProducerRecord<byte[], byte[]> sent : producer.history()) {
            SpecificRecord record = decode(sent);
            long time = eventTime(record);
            String partition = sent.topic() + sent.partition();
            if (!(record instanceof EndOfInput)) {
                // What has been told never turns out to be wrong.
                assertThat(time).isGreaterThanOrEqualTo(told.getOrDefault(partition, START));
            }
            told.put(partition, time);
        }
        assertThat(report.heartbeats()).isGreaterThan(3 * PARTITIONS);
    }

    @Test
    void realTimeIsKeptAtTheSpeedAskedFor() {
        long before = clock.nanos();
        play(PlayerOptions.DEFAULT.withSpeed(2), FlowControl.UNLIMITED);

        // Three scenes a stream and up to 0.7 s for the last label, at twice real time.
        double seconds = (clock.nanos() - before) / 1e9;
        assertThat(seconds).isBetween(1.5, 2.0);
    }

    @Test
    void theLeadOverTheJobIsBounded() throws Exception {
        AtomicLong committed = new AtomicLong(Long.MIN_VALUE);
        PlayerOptions options = PlayerOptions.DEFAULT.withMaxLead(Duration.ofMillis(800));
        List<Long> leads = new ArrayList<>();
        clock.onPause =
                () -> {
                    long newest =
                            producer.history().stream()
                                    .mapToLong(sent -> eventTime(decode(sent)))
                                    .max()
                                    .orElse(START);
                    leads.add(newest - Math.max(START, committed.get()));
                    committed.set(newest);
                };
        PlayerReport report = play(options, committed::get);

        assertThat(report.ended()).isTrue();
        assertThat(leads).isNotEmpty().allMatch(lead -> lead <= 800);
    }

    @Test
    void withoutProgressThePlayerGoesOnStepByStep() {
        PlayerReport report =
                play(
                        PlayerOptions.DEFAULT.withMaxLead(Duration.ofMillis(1_000)),
                        () -> Long.MIN_VALUE);

        assertThat(report.ended()).isTrue();
        // A tenth of the lead each five seconds for what lies beyond the lead.
        assertThat(clock.nanos() / 1e9).isGreaterThan(5 * 20);
    }

    @Test
    void aCancelledRunHasNoEndRecords() {
        MediaPlayer player =
                new MediaPlayer(
                        producer,
                        PlayerTopics.DEFAULT,
                        PlayerOptions.DEFAULT.withSpeed(1),
                        FlowControl.UNLIMITED,
                        clock);
        PlayerReport report = player.play(SIMULATOR.streams(), r -> player.cancel());

        assertThat(report.ended()).isFalse();
        assertThat(report.totalRecords()).isLessThan(6 * 36);
        assertThat(producer.history()).noneMatch(sent -> decode(sent) instanceof EndOfInput);
    }

    @Test
    void aRecordThatTheBrokerRefusesEndsTheRunWithTheReason() {
        MockProducer<byte[], byte[]> refusing = producer();
        refusing.sendException = new KafkaException("no leader");
        MediaPlayer player =
                new MediaPlayer(
                        refusing,
                        PlayerTopics.DEFAULT,
                        PlayerOptions.DEFAULT,
                        FlowControl.UNLIMITED,
                        clock);

        assertThatThrownBy(() -> player.play(SIMULATOR.streams()))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("no leader");
    }

    @Test
    void streamsMustDifferInTheirStreamIds() {
        List<PlayedStream> twice = new ArrayList<>(SIMULATOR.streams());
        twice.addAll(SIMULATOR.streams());

        assertThatThrownBy(() -> player(PlayerOptions.DEFAULT, FlowControl.UNLIMITED).play(twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 streams")
                .hasMessageContaining("have 2");
    }

    private PlayerReport play(PlayerOptions options, FlowControl flow) {
        return player(options, flow).play(SIMULATOR.streams());
    }

    private MediaPlayer player(PlayerOptions options, FlowControl flow) {
        return new MediaPlayer(producer, PlayerTopics.DEFAULT, options, flow, clock);
    }

    private static MockProducer<byte[], byte[]> producer() {
        Node node = new Node(0, "localhost", 9092);
        List<PartitionInfo> partitions = new ArrayList<>();
        for (String topic : List.of("audio", "video", "labels")) {
            for (int p = 0; p < PARTITIONS; p++) {
                Node[] replicas = {node};
                partitions.add(new PartitionInfo(topic, p, node, replicas, replicas));
            }
        }
        Cluster cluster = new Cluster("test", List.of(node), partitions, Set.of(), Set.of());
        ByteArraySerializer serializer = new ByteArraySerializer();
        return new MockProducer<>(cluster, true, null, serializer, serializer);
    }

    private static SpecificRecord decode(ProducerRecord<byte[], byte[]> sent) {
        try {
            String name =
                    new String(
                            sent.headers().lastHeader(RecordCodec.HEADER).value(),
                            StandardCharsets.UTF_8);
            return RecordCodec.decode(sent.value(), name);
        } catch (Exception e) {
            throw new AssertionError("a published record cannot be read", e);
        }
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

    /** Time passes only by waiting. */
    private static final class SteppingClock implements PlayerClock {
        private long nanos;
        private Runnable onPause = () -> {};

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void pause(long forNanos) {
            nanos += forNanos;
            onPause.run();
        }
    }
}
