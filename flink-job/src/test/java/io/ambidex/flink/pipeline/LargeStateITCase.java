/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.simulator.SimulatorOptions;
import io.ambidex.flink.check.RunCheck;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.options.TrainingOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole job with state that is too large for memory. */
class LargeStateITCase {

    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    () ->
                            new MiniClusterResourceConfiguration.Builder()
                                    .setNumberTaskManagers(1)
                                    .setNumberSlotsPerTaskManager(2)
                                    .build());

    private static final int SCENES = 96;
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    @TempDir Path directory;

    @Test
    void clipsInRocksDbAndALearnerInRawStateLearnTheSameBitsAlsoFromASavepointThatWasMoved(
            @InjectMiniCluster MiniCluster cluster) throws Exception {
        JobUnderTest small = job("small");
        small.play(JobUnderTest.scenes(SCENES));
        JobClient undisturbed = small.start(null);
        awaitTrained(small, SCENES);
        small.stop(undisturbed, true);

        JobUnderTest large =
                job("large").with(TrainingOptions.STATE_INLINE_LIMIT, MemorySize.parse("1 kb"));
        large.options().setString("flink.state.backend.type", "rocksdb");
        large.options().setString("flink.execution.checkpointing.incremental", "true");
        large.options()
                .setString(
                        "flink.execution.checkpointing.dir",
                        directory.resolve("checkpoints").toUri().toString());
        SimulatorOptions scenes = JobUnderTest.scenes(SCENES);
        AtomicLong gate = new AtomicLong(at(scenes, 0.3));
        Thread player = large.playBehind(gate, scenes);

        JobClient first = large.start(null);
        awaitTrained(large, 1);
        String savepoint = large.stop(first, false);
        Path moved = directory.resolve("moved");
        Files.move(Path.of(URI.create(savepoint)), moved);

        long before = trained(large);
        gate.set(at(scenes, 0.6));
        JobClient second = large.start(moved.toUri().toString());
        awaitTrained(large, before + 1);
        cluster.startTaskManager();
        cluster.terminateTaskManager(0).get();
        gate.set(Long.MAX_VALUE);
        player.join();
        awaitTrained(large, SCENES);
        large.stop(second, true);

        assertThat(versions(large)).isEqualTo(versions(small));
        assertThat(filesOf("large/models"))
                .as("all state is Flink's")
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file.toString()).endsWith(".safetensors"));
        await("its checkpoints go with it")
                .atMost(DEADLINE)
                .until(() -> filesOf("checkpoints").isEmpty());
        assertThat(new RunCheck(large.options()).run())
                .filteredOn(invariant -> !invariant.holds())
                .isEmpty();
    }

    private JobUnderTest job(String name) throws Exception {
        return new JobUnderTest(KAFKA, KAFKA.newTopics(2), directory.resolve(name));
    }

    private List<Path> filesOf(String folder) throws Exception {
        try (Stream<Path> files = Files.walk(directory.resolve(folder))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static List<Tuple> versions(JobUnderTest job) throws Exception {
        List<ModelUpdate> versions = job.committed(TopicRole.MODEL_UPDATES, ModelUpdate.class);
        List<LedgerEntry> ledger = job.committed(TopicRole.LEDGER, LedgerEntry.class);
        assertThat(ledger).hasSameSizeAs(versions);
        return Stream.iterate(0, i -> i + 1)
                .limit(versions.size())
                .map(
                        i ->
                                tuple(
                                        versions.get(i).getNumber(),
                                        versions.get(i).getStep(),
                                        versions.get(i).getDigest(),
                                        ledger.get(i).getStateDigest()))
                .toList();
    }

    private static long at(SimulatorOptions scenes, double share) {
        return scenes.startMillis() + Math.round(share * SCENES / scenes.streams()) * 1_000;
    }

    private static void awaitTrained(JobUnderTest job, long examples) {
        await().atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> trained(job) >= examples);
    }

    private static long trained(JobUnderTest job) throws Exception {
        return job.committed(TopicRole.IMBALANCE, MonitorRecord.class).stream()
                .mapToLong(MonitorRecord::getExamples)
                .sum();
    }
}
