/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.media.player.Input;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.connectors.simulator.SimulatorOptions;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.options.WindowOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole job when one input is ahead, behind, or says nothing at all. */
class UnevenInputITCase {

    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    () ->
                            new MiniClusterResourceConfiguration.Builder()
                                    .setNumberTaskManagers(1)
                                    .setNumberSlotsPerTaskManager(2)
                                    .build());

    private static final int SCENES = 60;
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    @TempDir Path directory;
    private Topics topics;
    private JobUnderTest job;
    private SceneFeed feed;

    private void prepare(int partitions) throws Exception {
        topics = KAFKA.newTopics(partitions);
        job = new JobUnderTest(KAFKA, topics, directory);
        job.options().setString("flink.parallelism.default", "1");
        feed = new SceneFeed(job, scenes());
    }

    private static SimulatorOptions scenes() {
        return SimulatorOptions.builder().seed(5).scenes(SCENES).streams(1).build();
    }

    @Test
    void aStalledModalityDoesNotFillStateWithoutBound(@InjectMiniCluster MiniCluster flink)
            throws Exception {
        int cap = 128 << 10;
        prepare(1);
        // Alignment would hold the sound back: the cap must do without it.
        job.with(ConnectionOptions.ALIGNMENT_DRIFT, Duration.ZERO)
                .with(WindowOptions.MAX_BYTES, new MemorySize(cap));
        feed.finish(Input.LABELS);
        feed.write(Input.VIDEO, 5);
        feed.finish(Input.AUDIO);
        JobClient running = job.start(null);
        within().until(() -> hasRead(Input.AUDIO));

        long bytes =
                job.topic(TopicRole.AUDIO).readCommitted().stream()
                        .mapToLong(record -> record.value().length)
                        .sum();
        assertThat(bytes).as("bytes of sound").isGreaterThan(10L * cap);
        assertThat(largestState(flink, running, "Pair modalities into clips"))
                .as("bytes of the largest state of pairing")
                .isBetween(cap / 8L, 3L * cap / 2);

        feed.finish(Input.VIDEO);
        within().until(() -> hasPredicted(SCENES - 1));
        job.stop(running, true);
        assertThat(predictions())
                .last()
                .satisfies(last -> assertThat(last.getMissingModalities()).isEmpty());
        assertThat(nonRepeatableDecisions()).isPositive();
    }

    @Test
    void theFasterTopicWaitsForTheSlower(@InjectMiniCluster MiniCluster flink) throws Exception {
        prepare(1);
        feed.finish(Input.LABELS);
        feed.write(Input.VIDEO, 1);
        JobClient running = job.start(null);
        int second = 1;
        // Sources compare their times now and then only: how far the sound gets is not certain.
        do {
            assertThat(second).as("seconds of sound that were read").isLessThan(SCENES);
            second += 3;
            feed.write(Input.AUDIO, second);
            long patience = checkpoints(flink, running) + 6;
            within().until(() -> hasRead(Input.AUDIO) || checkpoints(flink, running) >= patience);
        } while (hasRead(Input.AUDIO));

        feed.finish(Input.AUDIO);
        feed.finish(Input.VIDEO);
        within().until(() -> hasPredicted(SCENES - 1));
        job.stop(running, true);
        assertThat(predictions())
                .hasSize(SCENES)
                .allMatch(prediction -> prediction.getMissingModalities().isEmpty());
        assertThat(nonRepeatableDecisions()).isZero();
    }

    @Test
    void inputsThatNobodyHasWrittenToYetHoldEventTimeBackForAWhileOnly(
            @InjectMiniCluster MiniCluster flink) throws Exception {
        // Nobody ever writes to the second partitions, and to the first ones only when all of them
        // have been given up.
        prepare(2);
        job.with(ConnectionOptions.EMPTY_INPUT_TIMEOUT, Duration.ofMillis(100));
        JobClient running = job.start(null);
        within().ignoreExceptions().until(() -> checkpoints(flink, running) >= 4);
        feed.finish(Input.LABELS);
        feed.finish(Input.AUDIO);
        feed.finish(Input.VIDEO);
        within().until(() -> hasPredicted(SCENES - 1));
        job.stop(running, true);
        assertThat(predictions())
                .extracting(Prediction::getWindowStartMillis)
                .hasSize(SCENES)
                .doesNotHaveDuplicates();
    }

    /** Whether a checkpoint has completed before which the whole of partition 0 was read. */
    private boolean hasRead(Input input) throws Exception {
        TopicPartition partition = new TopicPartition(topics.name(SceneFeed.ROLES.get(input)), 0);
        try (Admin admin = Admin.create(KAFKA.connection().properties())) {
            OffsetAndMetadata offset =
                    admin.listConsumerGroupOffsets(job.options().get(ConnectionOptions.GROUP_ID))
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .get(partition);
            return offset != null && offset.offset() == feed.written(input);
        }
    }

    private boolean hasPredicted(int scene) throws Exception {
        long start = scenes().startMillis() + 1_000L * scene;
        return predictions().stream().anyMatch(p -> p.getWindowStartMillis() == start);
    }

    private List<Prediction> predictions() throws Exception {
        return job.committed(TopicRole.PREDICTIONS, Prediction.class);
    }

    private long nonRepeatableDecisions() throws Exception {
        List<LedgerEntry> ledger = job.committed(TopicRole.LEDGER, LedgerEntry.class);
        return ledger.get(ledger.size() - 1).getNonRepeatableDecisions();
    }

    private static long checkpoints(MiniCluster flink, JobClient running) throws Exception {
        return statistics(flink, running).getCounts().getNumberOfCompletedCheckpoints();
    }

    private static CheckpointStatsSnapshot statistics(MiniCluster flink, JobClient running)
            throws Exception {
        return flink.getExecutionGraph(running.getJobID()).get().getCheckpointStatsSnapshot();
    }

    /** The largest state that the operator has had in one of the last checkpoints, in bytes. */
    private static long largestState(MiniCluster flink, JobClient running, String operator)
            throws Exception {
        JobVertexID vertex = null;
        for (AccessExecutionJobVertex one :
                flink.getExecutionGraph(running.getJobID()).get().getVerticesTopologically()) {
            if (one.getName().contains(operator)) {
                vertex = one.getJobVertexId();
            }
        }
        long largest = 0;
        for (var checkpoint : statistics(flink, running).getHistory().getCheckpoints()) {
            largest = Math.max(largest, checkpoint.getTaskStateStats(vertex).getStateSize());
        }
        return largest;
    }

    private static ConditionFactory within() {
        return await().atMost(DEADLINE).pollInterval(Duration.ofMillis(300));
    }
}
