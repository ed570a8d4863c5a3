/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import static io.ambidex.flink.local.KafkaTestJob.await;
import static io.ambidex.flink.local.TestRecords.STREAM;
import static io.ambidex.flink.local.TestRecords.TIME;
import static io.ambidex.flink.local.TestRecords.chunk;
import static io.ambidex.flink.local.TestRecords.frame;
import static io.ambidex.flink.local.TestRecords.label;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.kafka.InputTimes;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.RecordCodec;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.EndOfInput;
import io.ambidex.connectors.schema.Heartbeat;
import java.time.Duration;
import java.util.Arrays;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the sources read, and what it does to time. */
class KafkaSourcesITCase {
    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    @RegisterExtension static final MiniClusterExtension FLINK = TestFlink.cluster();

    private final String name = KAFKA.uniqueName();
    private Topics topics;
    private TestTopic audio;
    private KafkaTestJob job;

    @BeforeEach
    void create() throws Exception {
        topics = KAFKA.newTopics(2);
        audio = topic(TopicRole.AUDIO);
        job = new KafkaTestJob(KAFKA, topics, name, new Configuration());
    }

    @AfterEach
    void cancel() throws Exception {
        job.cancel();
    }

    @Test
    void timeFollowsTheSlowestPartitionAndOnlyGoodRecordsMoveIt() throws Exception {
        audio.write(0, STREAM, chunk(TIME), chunk(TIME + 10_000));
        audio.write(1, "camera-2", chunk(TIME), new Heartbeat(TIME + 2_000));
        // Of another topic, and cut off: no time is taken from either.
        audio.write(1, "camera-2", label(TIME + 50_000));
        byte[] end = RecordCodec.encode(new EndOfInput(TIME + 60_000));
        audio.writeBytes(1, "camera-2", Arrays.copyOf(end, end.length - 1));

        // The control topic has no record at all.
        probe(job.timed(TopicRole.AUDIO).union(job.input(TopicRole.CONTROL, InputTimes.untimed())))
                .sinkTo(new DiscardingSink<>());
        job.start();

        awaitWatermark(TIME + 2_000);
        audio.write(1, "camera-2", new EndOfInput(TIME + 90_000));
        awaitWatermark(TIME + 10_000);
        audio.write(0, STREAM, new EndOfInput(TIME + 80_000));
        awaitWatermark(TIME + 80_000);
    }

    @Test
    void alignedInputsOfAllKindsAreReadToTheirEnd() throws Exception {
        EndOfInput end = new EndOfInput(TIME + 60_000);
        for (int second = 0; second < 20; second++) {
            audio.write(second % 2, STREAM, chunk(TIME + second * 1_000L));
        }
        for (int partition = 0; partition < 2; partition++) {
            audio.write(partition, STREAM, end);
            topic(TopicRole.VIDEO).write(partition, STREAM, frame(TIME), frame(TIME + 19_000), end);
            topic(TopicRole.LABELS)
                    .write(partition, STREAM, label(TIME), new Heartbeat(TIME + 9_000), end);
        }

        job.observe(
                probe(
                        job.timed(TopicRole.AUDIO)
                                .union(job.timed(TopicRole.VIDEO), job.timed(TopicRole.LABELS))),
                DeliveryGuarantee.AT_LEAST_ONCE);
        job.start();

        awaitWatermark(TIME + 60_000);
        TestTopic alerts = topic(TopicRole.ALERTS);
        await().untilAsserted(() -> assertThat(alerts.readCommitted()).hasSize(20 + 2 * 7));
        assertThat(alerts.decodeCommitted())
                .extracting(record -> ((Alert) record).getKind())
                .containsOnly("AudioChunk", "VideoFrame", "Label", "Heartbeat", "EndOfInput");
        assertThat(topic(TopicRole.DEAD_LETTERS).readCommitted()).isEmpty();
    }

    @Test
    void anEmptyInputHoldsTheOthersBackUntilItIsIdle() throws Exception {
        for (int second = 0; second < 20; second++) {
            audio.write(0, STREAM, chunk(TIME + second * 1_000L));
        }
        audio.write(1, STREAM, chunk(TIME + 19_000));
        probe(
                        job.timed(TopicRole.AUDIO)
                                .union(
                                        job.input(
                                                TopicRole.VIDEO,
                                                KafkaTestJob.strategy(TopicRole.VIDEO)
                                                        .withIdleness(Duration.ofMillis(500)))))
                .sinkTo(new DiscardingSink<>());
        job.start();

        awaitWatermark(TIME + 19_000);
    }

    private DataStream<RawRecord> probe(DataStream<RawRecord> records) {
        return records.transform("probe", RawRecord.TYPE, new WatermarkProbe<>(name));
    }

    private TestTopic topic(TopicRole role) {
        return new TestTopic(KAFKA.connection(), topics.name(role));
    }

    private void awaitWatermark(long mark) {
        long expected = mark - KafkaTestJob.OUT_OF_ORDERNESS_MILLIS - 1;
        await().until(() -> WatermarkProbe.seen(name) >= expected);
        assertThat(WatermarkProbe.seen(name)).isEqualTo(expected);
    }
}
