/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import static io.ambidex.flink.local.TestRecords.STREAM;
import static io.ambidex.flink.local.TestRecords.TIME;
import static io.ambidex.flink.local.TestRecords.chunk;
import static io.ambidex.flink.local.TestRecords.frame;
import static io.ambidex.flink.local.TestRecords.label;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.kafka.Alignment;
import io.ambidex.connectors.kafka.InputDecoder;
import io.ambidex.connectors.kafka.InputTimes;
import io.ambidex.connectors.kafka.KafkaInputs;
import io.ambidex.connectors.kafka.KafkaOutputs;
import io.ambidex.connectors.kafka.OutputRecord;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.RecordCodec;
import io.ambidex.connectors.kafka.RecordLimits;
import io.ambidex.connectors.kafka.StartingOffsets;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.DeadLetter;
import io.ambidex.connectors.schema.EndOfInput;
import io.ambidex.connectors.schema.Heartbeat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.client.program.ClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.InjectClusterClient;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KafkaSourcesITCase {
    private static final long OUT_OF_ORDERNESS = 100;

    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    () ->
                            new MiniClusterResourceConfiguration.Builder()
                                    .setNumberTaskManagers(1)
                                    .setNumberSlotsPerTaskManager(4)
                                    .build());

    private final String name = KAFKA.uniqueName();
    private StreamExecutionEnvironment env;
    private JobClient job;

    /** Not before the cluster has made itself the context. */
    @BeforeEach
    void environment() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.configure(configuration);
        env.setParallelism(1);
    }

    @AfterEach
    void cancel() throws Exception {
        if (job != null) {
            job.cancel().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void timeFollowsTheSlowestPartitionAndOnlyGoodRecordsMoveIt() throws Exception {
        Topics topics = KAFKA.newTopics(2);
        TestTopic audio = topic(topics, TopicRole.AUDIO);
        audio.write(0, STREAM, chunk(TIME), chunk(TIME + 10_000));
        audio.write(1, "camera-2", chunk(TIME), new Heartbeat(TIME + 2_000));
        // Of another topic, and cut off: no time is taken from either.
        audio.write(1, "camera-2", label(TIME + 50_000));
        byte[] end = RecordCodec.encode(new EndOfInput(TIME + 60_000));
        audio.writeBytes(1, "camera-2", Arrays.copyOf(end, end.length - 1));

        // The control topic has no record at all.
        timed(topics, TopicRole.AUDIO)
                .union(
                        env.fromSource(
                                source(topics, TopicRole.CONTROL), InputTimes.untimed(), "control"))
                .transform("probe", RawRecord.TYPE, new WatermarkProbe<>(name))
                .sinkTo(new DiscardingSink<>());
        job = env.executeAsync(name);

        awaitWatermark(TIME + 2_000);
        audio.write(1, "camera-2", new EndOfInput(TIME + 90_000));
        awaitWatermark(TIME + 10_000);
        audio.write(0, STREAM, new EndOfInput(TIME + 80_000));
        awaitWatermark(TIME + 80_000);
    }

    @Test
    void alignedInputsOfAllKindsAreReadToTheirEnd() throws Exception {
        Topics topics = KAFKA.newTopics(1);
        EndOfInput end = new EndOfInput(TIME + 60_000);
        TestTopic audio = topic(topics, TopicRole.AUDIO);
        for (int second = 0; second < 20; second++) {
            audio.write(0, STREAM, chunk(TIME + second * 1_000L));
        }
        audio.write(0, STREAM, end);
        topic(topics, TopicRole.VIDEO).write(0, STREAM, frame(TIME), frame(TIME + 19_000), end);
        topic(topics, TopicRole.LABELS)
                .write(0, STREAM, label(TIME), new Heartbeat(TIME + 9_000), end);

        timed(topics, TopicRole.AUDIO)
                .union(timed(topics, TopicRole.VIDEO), timed(topics, TopicRole.LABELS))
                .transform("probe", RawRecord.TYPE, new WatermarkProbe<>(name))
                .process(new ObserveRecords(topics), OutputRecord.TYPE)
                .sinkTo(
                        KafkaOutputs.sink(
                                KAFKA.connection(), DeliveryGuarantee.AT_LEAST_ONCE, name));
        job = env.executeAsync(name);

        awaitWatermark(TIME + 60_000);
        TestTopic alerts = topic(topics, TopicRole.ALERTS);
        await().untilAsserted(() -> assertThat(alerts.readCommitted()).hasSize(21 + 3 + 3));
        assertThat(alerts.decodeCommitted())
                .extracting(record -> ((Alert) record).getKind())
                .containsOnly("AudioChunk", "VideoFrame", "Label", "Heartbeat", "EndOfInput");
        assertThat(topic(topics, TopicRole.DEAD_LETTERS).readCommitted()).isEmpty();
    }

    @Test
    void oneTransactionCoversAllOutputsAndIsSeenAfterItsCheckpoint(
            @InjectClusterClient ClusterClient<?> cluster) throws Exception {
        Topics topics = KAFKA.newTopics(1);
        // Flink takes checkpoints of its own when a job starts, and then none for a day.
        env.enableCheckpointing(Duration.ofDays(1).toMillis());
        timed(topics, TopicRole.AUDIO)
                .process(new ObserveRecords(topics), OutputRecord.TYPE)
                .sinkTo(
                        KafkaOutputs.sink(
                                KAFKA.connection(), DeliveryGuarantee.EXACTLY_ONCE, name));
        job = env.executeAsync(name);
        await().ignoreExceptions().until(() -> checkpoint(cluster) > 0);

        TestTopic audio = topic(topics, TopicRole.AUDIO);
        byte[] large = new byte[5 << 20];
        audio.write(0, STREAM, chunk(TIME), chunk(TIME + 40));
        audio.writeBytes(0, STREAM, new byte[0]);
        audio.writeBytes(0, null, large);
        audio.write(0, STREAM, chunk(TIME + 80));
        TestTopic alerts = topic(topics, TopicRole.ALERTS);
        TestTopic deadLetters = topic(topics, TopicRole.DEAD_LETTERS);
        await().untilAsserted(() -> assertThat(alerts.readUncommitted()).hasSize(3));
        await().untilAsserted(() -> assertThat(deadLetters.readUncommitted()).hasSize(2));
        assertThat(alerts.readCommitted()).isEmpty();
        assertThat(deadLetters.readCommitted()).isEmpty();
        assertThat(OpenTransactions.topics(KAFKA.connection(), name))
                .containsExactly(
                        Set.of(topics.name(TopicRole.ALERTS), topics.name(TopicRole.DEAD_LETTERS)));

        checkpoint(cluster);

        await().untilAsserted(() -> assertThat(alerts.readCommitted()).hasSize(3));
        await().untilAsserted(() -> assertThat(deadLetters.readCommitted()).hasSize(2));
        List<SpecificRecord> letters = deadLetters.decodeCommitted();
        assertLetter(letters.get(0), topics, 2, "a record has 10 bytes or more, but 0 came");
        assertLetter(letters.get(1), topics, 3, "a value may have 4194304 bytes, but 5242880 came");
        assertThat(((DeadLetter) letters.get(1)).getValue()).isEqualTo(ByteBuffer.wrap(large));
        assertThat(((DeadLetter) letters.get(1)).getKey()).isNull();
    }

    private static void assertLetter(
            SpecificRecord record, Topics topics, long offset, String reason) {
        DeadLetter letter = (DeadLetter) record;
        assertThat(letter.getTopic()).isEqualTo(topics.name(TopicRole.AUDIO));
        assertThat(letter.getPartition()).isZero();
        assertThat(letter.getOffset()).isEqualTo(offset);
        assertThat(letter.getReason()).isEqualTo(reason);
        assertThat(letter.getStage()).isEqualTo("decode");
    }

    private long checkpoint(ClusterClient<?> cluster) throws Exception {
        return cluster.triggerCheckpoint(job.getJobID(), CheckpointType.FULL)
                .get(60, TimeUnit.SECONDS);
    }

    private DataStream<RawRecord> timed(Topics topics, TopicRole role) {
        InputDecoder decoder = new InputDecoder(role, RecordLimits.DEFAULT);
        return env.fromSource(
                source(topics, role),
                InputTimes.aligned(
                        InputTimes.inOrderWithin(Duration.ofMillis(OUT_OF_ORDERNESS), decoder),
                        Alignment.ofInputs(Duration.ofSeconds(2))),
                role.defaultName());
    }

    private KafkaSource<RawRecord> source(Topics topics, TopicRole role) {
        return KafkaInputs.source(
                KAFKA.connection(), topics.name(role), name, StartingOffsets.COMMITTED);
    }

    private TestTopic topic(Topics topics, TopicRole role) {
        return new TestTopic(KAFKA.connection(), topics.name(role));
    }

    private void awaitWatermark(long mark) {
        long expected = mark - OUT_OF_ORDERNESS - 1;
        await().until(() -> WatermarkProbe.seen(name) >= expected);
        assertThat(WatermarkProbe.seen(name)).isEqualTo(expected);
    }

    private static ConditionFactory await() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100));
    }
}
