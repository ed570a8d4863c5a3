/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.simulator.SimulatorOptions;
import io.ambidex.flink.check.RepeatableFields;
import io.ambidex.flink.check.RunCheck;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.local.TestFlink;
import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.options.MonitoringOptions;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.model.balancing.BalancingMethodProvider;
import io.ambidex.model.balancing.BalancingMethods;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run that is stopped with a savepoint, goes on with another parallelism, loses its task manager
 * and changes the parallelism back learns the same, bit for bit, as one that nothing disturbs:
 * weights, optimizer, method, and what the monitor records say. The Maven profile {@code long} runs
 * it for every registered method, {@code -Dambidex.test.methods=LIST} for some.
 */
class SameBitsITCase {

    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    @RegisterExtension static final MiniClusterExtension FLINK = TestFlink.cluster();

    private static final int SCENES = 96;
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    @TempDir Path directory;

    static Stream<String> methods() {
        String chosen = System.getProperty("ambidex.test.methods");
        if (chosen != null) {
            return Stream.of(chosen.split(","));
        }
        return Boolean.getBoolean("ambidex.test.long")
                ? BalancingMethods.providers().stream().map(BalancingMethodProvider::name)
                : Stream.of(
                        "joint", "ogm-ge", "opm", "inforeg", "mmpareto", "pmr", "sample-valuation");
    }

    @ParameterizedTest
    @MethodSource("methods")
    void failuresAndRescalingLeaveNoTrace(String method, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        JobUnderTest undisturbed = job(method, "undisturbed");
        // Bounded, with a reader for each partition: one that has both may fail at the end of one
        // (FLINK-39728).
        undisturbed.with(ConnectionOptions.BOUNDED, true);
        undisturbed.with(ConnectionOptions.SOURCE_PARALLELISM, 2);
        undisturbed.play(JobUnderTest.scenes(SCENES));
        undisturbed.start(null).getJobExecutionResult().get();

        JobUnderTest disturbed = job(method, "disturbed");
        SimulatorOptions scenes = JobUnderTest.scenes(SCENES);
        AtomicLong gate = new AtomicLong(at(scenes, 0.3));
        Thread player = disturbed.playBehind(gate, scenes);

        JobClient first = disturbed.start(null);
        disturbed.awaitTrained(1);
        String savepoint = disturbed.stop(first, false);

        disturbed.options().setString("flink.parallelism.default", "2");
        long before = disturbed.trained();
        gate.set(at(scenes, 0.6));
        JobClient second = disturbed.start(savepoint);
        disturbed.awaitTrained(before + 1);
        cluster.startTaskManager();
        cluster.terminateTaskManager(0).get();
        gate.set(at(scenes, 0.8));
        savepoint = stopWhenItRuns(disturbed, second);

        disturbed.options().setString("flink.parallelism.default", "1");
        gate.set(Long.MAX_VALUE);
        JobClient third = disturbed.start(savepoint);
        player.join();
        // A method may hold examples out: not every scene is trained on.
        disturbed.awaitTrained(undisturbed.trained());
        disturbed.stop(third, true);

        assertSameLearning(undisturbed, disturbed);
        assertThat(new RunCheck(disturbed.options()).run())
                .filteredOn(invariant -> !invariant.holds())
                .isEmpty();
    }

    private JobUnderTest job(String method, String name) throws Exception {
        JobUnderTest job =
                new JobUnderTest(KAFKA, KAFKA.newTopics(2), directory.resolve(name))
                        .with(TrainingOptions.METHOD, method)
                        .with(MonitoringOptions.CONTRIBUTION_INTERVAL_STEPS, 3);
        job.options().setString("flink.parallelism.default", "1");
        return job;
    }

    private static void assertSameLearning(JobUnderTest undisturbed, JobUnderTest disturbed)
            throws Exception {
        List<LedgerEntry> expected = undisturbed.committed(TopicRole.LEDGER, LedgerEntry.class);
        List<LedgerEntry> actual = disturbed.committed(TopicRole.LEDGER, LedgerEntry.class);
        assertThat(actual).extracting(LedgerEntry::getDigest).isEqualTo(digests(expected));
        assertThat(actual)
                .extracting(LedgerEntry::getStateDigest)
                .isEqualTo(expected.stream().map(LedgerEntry::getStateDigest).toList());
        assertThat(actual).extracting(LedgerEntry::getNonRepeatableDecisions).containsOnly(0L);
        assertThat(repeatable(disturbed)).isEqualTo(repeatable(undisturbed));
    }

    private static List<String> digests(List<LedgerEntry> ledger) {
        return ledger.stream().map(LedgerEntry::getDigest).toList();
    }

    private static List<String> repeatable(JobUnderTest job) throws Exception {
        return job.committed(TopicRole.IMBALANCE, MonitorRecord.class).stream()
                .map(RepeatableFields::digest)
                .toList();
    }

    /** A job that is just recovering takes no savepoint. */
    private static String stopWhenItRuns(JobUnderTest job, JobClient running) {
        String[] savepoint = new String[1];
        await().atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(
                        () -> {
                            savepoint[0] = job.stop(running, false);
                            return true;
                        });
        return savepoint[0];
    }

    private static long at(SimulatorOptions scenes, double share) {
        return scenes.startMillis() + Math.round(share * SCENES / scenes.streams()) * 1_000;
    }
}
