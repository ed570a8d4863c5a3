/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.DeadLetter;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.LabelUse;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.connectors.schema.VideoFrame;
import io.ambidex.connectors.simulator.SimulatorOptions;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.local.TestFlink;
import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.options.ServingOptions;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.flink.options.WindowOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole job, with a real broker, on simulated scenes. */
class PipelineITCase {

    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    @RegisterExtension static final MiniClusterExtension FLINK = TestFlink.cluster();

    private static final int SCENES = 80;
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    @TempDir Path directory;
    private Topics topics;
    private JobUnderTest job;

    @BeforeEach
    void topics() throws Exception {
        topics = KAFKA.newTopics(2);
        job = new JobUnderTest(KAFKA, topics, directory);
    }

    @Test
    void everyClipIsPredictedAndEveryLabelledOneTrainedOnOnce() throws Exception {
        job.play(JobUnderTest.scenes(SCENES));
        JobClient running = job.start(null);
        job.awaitTrained(SCENES);
        job.stop(running, true);

        List<Prediction> predictions = job.committed(TopicRole.PREDICTIONS, Prediction.class);
        assertThat(predictions).hasSize(SCENES);
        assertThat(predictions)
                .extracting(p -> p.getStreamId() + " " + p.getWindowStartMillis())
                .doesNotHaveDuplicates();
        assertThat(predictions).allMatch(p -> p.getMissingModalities().isEmpty());

        List<LedgerEntry> ledger = job.committed(TopicRole.LEDGER, LedgerEntry.class);
        assertContiguous(ledger);
        LedgerEntry last = ledger.get(ledger.size() - 1);
        assertThat(last.getAdmitted()).isEqualTo(SCENES);
        assertThat(last.getNonRepeatableDecisions()).isZero();
        assertThat(last.getPending()).isZero();

        List<MonitorRecord> monitors = job.committed(TopicRole.IMBALANCE, MonitorRecord.class);
        assertThat(monitors.stream().mapToInt(MonitorRecord::getExamples).sum()).isEqualTo(SCENES);
        assertThat(monitors)
                .extracting(MonitorRecord::getStep)
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(1L);
        assertThat(monitors)
                .allMatch(m -> m.getModalities().keySet().containsAll(List.of("audio", "video")));

        List<ModelUpdate> versions = job.committed(TopicRole.MODEL_UPDATES, ModelUpdate.class);
        assertThat(versions)
                .extracting(ModelUpdate::getNumber)
                .startsWith(0L)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(versions)
                .extracting(ModelUpdate::getDigest)
                .containsExactlyElementsOf(ledger.stream().map(LedgerEntry::getDigest).toList());
        assertThat(job.committed(TopicRole.ALERTS, Alert.class)).isEmpty();
        assertThat(job.committed(TopicRole.DEAD_LETTERS, DeadLetter.class)).isEmpty();
    }

    @Test
    void whatWasLearnedIsTakenUpByTheRunningPredictors() throws Exception {
        job.play(JobUnderTest.scenes(SCENES));
        JobClient running = job.start(null);
        job.awaitTrained(SCENES);
        // The same scenes an hour later, so that there is something to predict with what was
        // learned.
        job.play(later(JobUnderTest.scenes(SCENES)));
        job.awaitTrained(2 * SCENES);
        job.stop(running, true);

        List<Prediction> predictions = job.committed(TopicRole.PREDICTIONS, Prediction.class);
        assertThat(predictions).hasSize(2 * SCENES);
        assertThat(predictions.stream().mapToLong(Prediction::getModelNumber).min()).hasValue(0);
        assertThat(predictions.stream().mapToLong(Prediction::getModelNumber).max().orElseThrow())
                .isGreaterThanOrEqualTo(4);
        List<String> published = versionDigests();
        assertThat(predictions)
                .extracting(p -> p.getModelNumber() + " " + p.getModelDigest())
                .allMatch(published::contains);
    }

    @Test
    void aJobThatGoesOnFromASavepointLearnsTheSameBits() throws Exception {
        List<Tuple> expected = undisturbedVersions();
        SimulatorOptions scenes = JobUnderTest.scenes(SCENES);
        AtomicLong gate = half(scenes);
        Thread player = job.playBehind(gate, scenes);
        JobClient first = job.start(null);
        await().atMost(DEADLINE).until(() -> used(job) > 0);
        String savepoint = job.stop(first, false);
        assertThat(used(job)).isLessThan(SCENES);
        gate.set(Long.MAX_VALUE);
        player.join();
        // With another parallelism of pairing and predicting, too.
        job.options().setString("flink.parallelism.default", "1");
        JobClient second = job.start(savepoint);
        job.awaitTrained(SCENES);
        job.stop(second, true);
        assertSame(expected);
    }

    @Test
    void aTaskManagerThatDiesTakesNothingWithIt(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        List<Tuple> expected = undisturbedVersions();
        SimulatorOptions scenes = JobUnderTest.scenes(SCENES);
        AtomicLong gate = half(scenes);
        Thread player = job.playBehind(gate, scenes);
        JobClient running = job.start(null);
        await().atMost(DEADLINE).until(() -> used(job) > 0);
        cluster.startTaskManager();
        cluster.terminateTaskManager(0).get();
        gate.set(Long.MAX_VALUE);
        player.join();
        job.awaitTrained(SCENES);
        job.stop(running, true);
        assertSame(expected);
    }

    /** What a run of the same scenes publishes that nothing disturbs. */
    private List<Tuple> undisturbedVersions() throws Exception {
        JobUnderTest other =
                new JobUnderTest(KAFKA, KAFKA.newTopics(2), directory.resolve("undisturbed"));
        other.play(JobUnderTest.scenes(SCENES));
        JobClient running = other.start(null);
        other.awaitTrained(SCENES);
        other.stop(running, true);
        return versions(other);
    }

    private void assertSame(List<Tuple> expected) throws Exception {
        assertThat(versions(job)).isEqualTo(expected);
        List<Prediction> predictions = job.committed(TopicRole.PREDICTIONS, Prediction.class);
        assertThat(predictions).hasSize(SCENES);
        assertThat(predictions)
                .extracting(p -> p.getStreamId() + " " + p.getWindowStartMillis())
                .doesNotHaveDuplicates();
        List<LedgerEntry> ledger = job.committed(TopicRole.LEDGER, LedgerEntry.class);
        assertContiguous(ledger);
        assertThat(last(ledger).getNonRepeatableDecisions()).isZero();
    }

    private static List<Tuple> versions(JobUnderTest job) throws Exception {
        return job.committed(TopicRole.MODEL_UPDATES, ModelUpdate.class).stream()
                .map(u -> tuple(u.getEpoch(), u.getNumber(), u.getStep(), u.getDigest()))
                .toList();
    }

    private static AtomicLong half(SimulatorOptions scenes) {
        return new AtomicLong(scenes.startMillis() + SCENES / 4 * 1_000L);
    }

    @Test
    void badInputBecomesDeadLettersAndTheJobGoesOn() throws Exception {
        job.topic(TopicRole.AUDIO).writeBytes(0, "s", new byte[0]);
        job.topic(TopicRole.AUDIO).writeBytes(0, "s", new byte[5 << 20]);
        job.topic(TopicRole.AUDIO).write(0, "s", audio("opus", 16_000), audio("pcm_s16le", 8_000));
        job.topic(TopicRole.VIDEO).write(0, "s", frame("jpeg"), frame("gif"));
        job.topic(TopicRole.LABELS)
                .write(0, "s", label("no-such-class", 2_000), label("circle", 500));
        job.play(JobUnderTest.scenes(20));
        JobClient running = job.start(null);
        job.awaitTrained(20);
        job.stop(running, true);

        List<DeadLetter> letters = job.committed(TopicRole.DEAD_LETTERS, DeadLetter.class);
        assertThat(letters).hasSize(8);
        assertThat(reasons(letters, TopicRole.AUDIO))
                .satisfiesExactlyInAnyOrder(
                        r -> assertThat(r).contains("0 came"),
                        r -> assertThat(r).contains("5242880 came"),
                        r -> assertThat(r).contains("opus"),
                        r -> assertThat(r).contains("8000"));
        assertThat(reasons(letters, TopicRole.VIDEO)).hasSize(2).anyMatch(r -> r.contains("gif"));
        assertThat(reasons(letters, TopicRole.LABELS))
                .satisfiesExactlyInAnyOrder(
                        r -> assertThat(r).contains("no-such-class"),
                        r -> assertThat(r).contains("must end after its start"));
        assertThat(letters)
                .filteredOn(l -> l.getTopic().equals(topics.name(TopicRole.AUDIO)))
                .extracting(DeadLetter::getOffset)
                .containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
        assertThat(job.committed(TopicRole.PREDICTIONS, Prediction.class)).hasSize(20);
    }

    @Test
    void theIntervalsOfLabelsMayBeTheWindows() throws Exception {
        SimulatorOptions scenes =
                SimulatorOptions.builder()
                        .seed(5)
                        .scenes(40)
                        .streams(2)
                        .evaluateFraction(0.25)
                        .labelDelay(Duration.ofMillis(100), Duration.ofSeconds(2))
                        .build();
        job.with(WindowOptions.WINDOW, WindowOptions.Kind.LABEL);
        job.play(scenes);
        JobClient running = job.start(null);
        await().atMost(DEADLINE).until(() -> used(job) >= 40);
        job.stop(running, true);

        assertThat(job.committed(TopicRole.PREDICTIONS, Prediction.class)).hasSize(40);
        LedgerEntry last = last(job.committed(TopicRole.LEDGER, LedgerEntry.class));
        assertThat(last.getEvaluationOnly()).isPositive();
        assertThat(last.getAdmitted() + last.getEvaluationOnly()).isEqualTo(40);
        MonitorRecord monitor =
                job.committed(TopicRole.IMBALANCE, MonitorRecord.class).stream()
                        .reduce((a, b) -> b)
                        .orElseThrow();
        assertThat(monitor.getEvaluationExamples()).isEqualTo(last.getEvaluationOnly());
    }

    @Test
    void aJobMayOnlyTrainAndAModalityMayBeMissing() throws Exception {
        SimulatorOptions scenes =
                SimulatorOptions.builder().seed(5).scenes(40).streams(2).missing(0, 0.3).build();
        job.with(ServingOptions.ENABLED, false).with(ConnectionOptions.BOUNDED, true);
        job.play(scenes);
        job.start(null).getJobExecutionResult().get();

        assertThat(last(job.committed(TopicRole.LEDGER, LedgerEntry.class)).getAdmitted())
                .isEqualTo(40);
        assertThat(job.committed(TopicRole.IMBALANCE, MonitorRecord.class))
                .anyMatch(m -> m.getModalities().get("video").getMissingRate() > 0)
                .allMatch(m -> m.getModalities().get("audio").getMissingRate() == 0)
                .allMatch(m -> m.getServingAccuracyWindowed() == null);
        assertThat(job.committed(TopicRole.PREDICTIONS, Prediction.class)).isEmpty();
    }

    @Test
    void aJobMayOnlyPredict() throws Exception {
        job.with(TrainingOptions.ENABLED, false).with(ConnectionOptions.BOUNDED, true);
        job.play(JobUnderTest.scenes(20));
        job.start(null).getJobExecutionResult().get();
        assertThat(job.committed(TopicRole.PREDICTIONS, Prediction.class)).hasSize(20);
        assertThat(job.committed(TopicRole.LEDGER, LedgerEntry.class)).isEmpty();
    }

    private List<String> versionDigests() throws Exception {
        List<String> digests = new ArrayList<>();
        job.committed(TopicRole.MODEL_UPDATES, ModelUpdate.class)
                .forEach(u -> digests.add(u.getNumber() + " " + u.getDigest()));
        return digests;
    }

    private static SimulatorOptions later(SimulatorOptions scenes) {
        return SimulatorOptions.builder()
                .seed(scenes.seed())
                .scenes(scenes.scenes())
                .streams(scenes.streams())
                .startMillis(scenes.startMillis() + Duration.ofHours(1).toMillis())
                .build();
    }

    private static long used(JobUnderTest job) throws Exception {
        long evaluated =
                job.committed(TopicRole.IMBALANCE, MonitorRecord.class).stream()
                        .mapToLong(MonitorRecord::getEvaluationExamples)
                        .max()
                        .orElse(0);
        return job.trained() + evaluated;
    }

    private static <T> T last(List<T> values) {
        return values.get(values.size() - 1);
    }

    private static void assertContiguous(List<LedgerEntry> ledger) {
        long next = 0;
        for (LedgerEntry entry : ledger) {
            assertThat(entry.getFirstExample()).isEqualTo(next);
            next = entry.getEndExample();
        }
    }

    private List<String> reasons(List<DeadLetter> letters, TopicRole role) {
        return letters.stream()
                .filter(letter -> letter.getTopic().equals(topics.name(role)))
                .map(DeadLetter::getReason)
                .toList();
    }

    private static AudioChunk audio(String encoding, int sampleRate) {
        return new AudioChunk("s", 1_000L, encoding, sampleRate, 1, ByteBuffer.wrap(new byte[320]));
    }

    private static VideoFrame frame(String encoding) {
        return new VideoFrame("s", 1_000L, 40, encoding, 8, 8, ByteBuffer.wrap(new byte[50]));
    }

    private static Label label(String name, long end) {
        return new Label("s", 1_000L, end, name, 1_500L, LabelUse.TRAIN);
    }
}
