/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.kafka.RawHeader;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.schema.DeadLetter;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.local.TestFlink;
import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.pipeline.JobUnderTest;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spoiled records between good ones, through the whole job. {@code -Dambidex.mutations=N} and
 * {@code -Dambidex.mutations.seed=S} set how many, and which.
 */
class MutatedInputITCase {

    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    @RegisterExtension static final MiniClusterExtension FLINK = TestFlink.cluster();

    private static final int COUNT = Integer.getInteger("ambidex.mutations", 5_000);
    private static final long SEED = Long.getLong("ambidex.mutations.seed", 20_261_121);
    private static final int SCENES = 40;
    private static final Duration DEADLINE = Duration.ofMinutes(4).plusMillis(10L * COUNT);

    @TempDir Path directory;

    @Test
    void everyBadRecordIsADeadLetterByteForByteAndEveryGoodOneIsUsed(
            @InjectMiniCluster MiniCluster flink) throws Exception {
        Topics topics = KAFKA.newTopics(2);
        // What is ahead of its Kafka timestamp by more would make the good records late.
        JobUnderTest job =
                new JobUnderTest(KAFKA, topics, directory)
                        .with(ConnectionOptions.MAX_LEAD, Duration.ofMillis(1));
        Map<RecordPosition, Mutants.Mutant> written = write(topics);
        job.play(JobUnderTest.scenes(SCENES));
        JobClient running = job.start(null);
        await().atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> good(job).size() == SCENES);
        await().atMost(DEADLINE)
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () ->
                                letters(job)
                                        .keySet()
                                        .containsAll(
                                                written.entrySet().stream()
                                                        .filter(e -> mustBeRefused(e.getValue()))
                                                        .map(Map.Entry::getKey)
                                                        .toList()));
        assertThat(
                        flink.getExecutionGraph(running.getJobID())
                                .get()
                                .getStatusTimestamp(JobStatus.RESTARTING))
                .as("time of a restart")
                .isZero();
        job.stop(running, true);

        assertThat(good(job)).hasSize(SCENES).doesNotHaveDuplicates();
        letters(job)
                .forEach(
                        (position, letter) -> {
                            Mutants.Mutant mutant = written.get(position);
                            assertThat(mutant)
                                    .as("good input %s: %s", position, letter)
                                    .isNotNull();
                            assertThat(letter.getValue())
                                    .isEqualTo(ByteBuffer.wrap(mutant.raw().value()));
                            assertThat(letter.getKey())
                                    .isEqualTo(ByteBuffer.wrap(mutant.raw().key()));
                            assertThat(letter.getStage()).isIn("decode", "label");
                            assertThat(letter.getReason()).isNotBlank().doesNotContain("\n");
                        });
    }

    private static boolean mustBeRefused(Mutants.Mutant mutant) {
        return mutant.damage().verdict() == Damage.Verdict.REFUSED;
    }

    /** Windows of the good streams that have been predicted. */
    private static List<String> good(JobUnderTest job) throws Exception {
        return job.committed(TopicRole.PREDICTIONS, Prediction.class).stream()
                .filter(p -> p.getStreamId().startsWith("sim-"))
                .map(p -> p.getStreamId() + " " + p.getWindowStartMillis())
                .toList();
    }

    private static Map<RecordPosition, DeadLetter> letters(JobUnderTest job) throws Exception {
        Map<RecordPosition, DeadLetter> letters = new HashMap<>();
        for (DeadLetter letter : job.committed(TopicRole.DEAD_LETTERS, DeadLetter.class)) {
            DeadLetter twice =
                    letters.put(
                            new RecordPosition(
                                    letter.getTopic(), letter.getPartition(), letter.getOffset()),
                            letter);
            assertThat(twice).as("a second dead letter for the same input").isNull();
        }
        return letters;
    }

    /** Writes the spoiled records; returns where they stand. */
    private static Map<RecordPosition, Mutants.Mutant> write(Topics topics) throws Exception {
        Map<RecordPosition, Mutants.Mutant> written = new HashMap<>();
        Mutants mutants = new Mutants(SEED);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        KAFKA.connection().properties(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            List<Sent> sent = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                Mutants.Mutant mutant = mutants.next();
                ProducerRecord<byte[], byte[]> record =
                        record(topics.name(mutant.role()), i % 2, mutant.raw());
                sent.add(new Sent(mutant, producer.send(record)));
            }
            producer.flush();
            for (Sent one : sent) {
                RecordMetadata at = one.metadata().get();
                written.put(
                        new RecordPosition(at.topic(), at.partition(), at.offset()), one.mutant());
            }
        }
        return written;
    }

    private record Sent(
            Mutants.Mutant mutant, java.util.concurrent.Future<RecordMetadata> metadata) {}

    private static ProducerRecord<byte[], byte[]> record(
            String topic, int partition, RawRecord raw) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        topic, partition, raw.timestampMillis(), raw.key(), raw.value());
        for (RawHeader header : raw.headers()) {
            record.headers().add(header.name(), header.value());
        }
        return record;
    }
}
