/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import static io.ambidex.flink.local.KafkaTestJob.await;
import static io.ambidex.flink.local.TestRecords.STREAM;
import static io.ambidex.flink.local.TestRecords.TIME;
import static io.ambidex.flink.local.TestRecords.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.client.program.ClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.test.junit5.InjectClusterClient;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What readers of the outputs see, and when. */
class KafkaOutputsITCase {
    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    @RegisterExtension static final MiniClusterExtension FLINK = TestFlink.cluster();

    private final String name = KAFKA.uniqueName();
    private Topics topics;
    private TestTopic audio;
    private TestTopic alerts;
    private TestTopic deadLetters;
    private KafkaTestJob job;

    @BeforeEach
    void create() throws Exception {
        topics = KAFKA.newTopics(1);
        audio = new TestTopic(KAFKA.connection(), topics.name(TopicRole.AUDIO));
        alerts = new TestTopic(KAFKA.connection(), topics.name(TopicRole.ALERTS));
        deadLetters = new TestTopic(KAFKA.connection(), topics.name(TopicRole.DEAD_LETTERS));
    }

    @AfterEach
    void cancel() throws Exception {
        job.cancel();
    }

    @Test
    void oneTransactionCoversAllOutputsAndIsSeenAfterItsCheckpoint(
            @InjectClusterClient ClusterClient<?> cluster) throws Exception {
        byte[] large = new byte[5 << 20];
        startAndCheckpoint(cluster, new Configuration());
        audio.write(0, STREAM, chunk(TIME), chunk(TIME + 40));
        audio.writeBytes(0, STREAM, new byte[0]);
        audio.writeBytes(0, null, large);
        audio.write(0, STREAM, chunk(TIME + 80));

        await().untilAsserted(() -> assertThat(alerts.readUncommitted()).hasSize(3));
        await().untilAsserted(() -> assertThat(deadLetters.readUncommitted()).hasSize(2));
        assertThat(alerts.readCommitted()).isEmpty();
        assertThat(deadLetters.readCommitted()).isEmpty();
        assertThat(OpenTransactions.topics(KAFKA.connection(), name))
                .containsExactly(
                        Set.of(topics.name(TopicRole.ALERTS), topics.name(TopicRole.DEAD_LETTERS)));

        job.checkpoint(cluster);
        await().untilAsserted(() -> assertThat(alerts.readCommitted()).hasSize(3));
        await().untilAsserted(() -> assertThat(deadLetters.readCommitted()).hasSize(2));
        List<SpecificRecord> letters = deadLetters.decodeCommitted();
        assertLetter(letters.get(0), 2, "a record has 10 bytes or more, but 0 came");
        assertLetter(letters.get(1), 3, "a value may have 4194304 bytes, but 5242880 came");
        assertThat(((DeadLetter) letters.get(1)).getValue()).isEqualTo(ByteBuffer.wrap(large));
        assertThat(((DeadLetter) letters.get(1)).getKey()).isNull();
    }

    @Test
    void aFailureNeitherLosesNorRepeatsAnOutput() throws Exception {
        job = new KafkaTestJob(KAFKA, topics, name, new Configuration());
        job.env().enableCheckpointing(200);
        job.observe(
                job.timed(TopicRole.AUDIO).map(new FailOnce<>(name, 5)).returns(RawRecord.TYPE),
                DeliveryGuarantee.EXACTLY_ONCE);
        job.start();

        AtomicInteger written = new AtomicInteger();
        await().until(
                        () -> {
                            audio.write(0, STREAM, chunk(TIME + written.getAndIncrement()));
                            return FailOnce.hasFailed(name);
                        });
        await().until(() -> alerts.readCommitted().size() >= written.get());
        assertThat(alerts.decodeCommitted())
                .extracting(record -> ((Alert) record).getMessage())
                .doesNotHaveDuplicates()
                .hasSize(written.get());
    }

    @Test
    void whatWasPreparedBeforeTheJobEndedIsCommittedByItsSuccessor(
            @InjectClusterClient ClusterClient<?> cluster, @TempDir Path savepoints)
            throws Exception {
        startAndCheckpoint(cluster, new Configuration());
        audio.write(0, STREAM, chunk(TIME), chunk(TIME + 40));
        await().untilAsserted(() -> assertThat(alerts.readUncommitted()).hasSize(2));

        // A savepoint prepares the transaction; to commit it is left to the next checkpoint.
        String savepoint =
                cluster.triggerSavepoint(
                                job.client().getJobID(),
                                savepoints.toUri().toString(),
                                SavepointFormatType.CANONICAL)
                        .get(60, TimeUnit.SECONDS);
        assertThat(alerts.readCommitted()).isEmpty();
        job.cancel();
        audio.write(0, STREAM, chunk(TIME + 80));
        Configuration restored = new Configuration();
        restored.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        startAndCheckpoint(cluster, restored);

        await().untilAsserted(() -> assertThat(alerts.readUncommitted()).hasSize(3));
        job.checkpoint(cluster);
        await().untilAsserted(() -> assertThat(alerts.readCommitted()).hasSize(3));
    }

    /** Starts a job that takes checkpoints of its own at its start, and then none for a day. */
    private void startAndCheckpoint(ClusterClient<?> cluster, Configuration options)
            throws Exception {
        job = new KafkaTestJob(KAFKA, topics, name, options);
        job.env().enableCheckpointing(Duration.ofDays(1).toMillis());
        job.observe(job.timed(TopicRole.AUDIO), DeliveryGuarantee.EXACTLY_ONCE);
        job.start();
        job.checkpoint(cluster);
    }

    private void assertLetter(SpecificRecord record, long offset, String reason) {
        DeadLetter letter = (DeadLetter) record;
        assertThat(letter.getTopic()).isEqualTo(topics.name(TopicRole.AUDIO));
        assertThat(letter.getPartition()).isZero();
        assertThat(letter.getOffset()).isEqualTo(offset);
        assertThat(letter.getReason()).isEqualTo(reason);
        assertThat(letter.getStage()).isEqualTo("decode");
    }
}
