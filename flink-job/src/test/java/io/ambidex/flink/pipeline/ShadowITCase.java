/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.local.TestFlink;
import io.ambidex.flink.options.MonitoringOptions;
import io.ambidex.flink.options.TrainingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole job with a second learner beside the first. */
class ShadowITCase {

    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    @RegisterExtension static final MiniClusterExtension FLINK = TestFlink.cluster();

    private static final int SCENES = 64;

    @TempDir Path directory;

    @Test
    void theMainLearnerLearnsTheSameBitsWithAndWithoutAShadow() throws Exception {
        JobUnderTest alone = job("alone");
        JobUnderTest shadowed = job("shadowed").with(TrainingOptions.SHADOW_METHOD, "ogm-ge");
        List<MonitorRecord> without = run(alone, SCENES);
        List<MonitorRecord> with = run(shadowed, 2 * SCENES);

        assertThat(digests(shadowed)).isEqualTo(digests(alone));
        assertThat(losses(with, "main", "joint")).isEqualTo(losses(without, "main", "joint"));
        assertThat(losses(with, "shadow", "ogm-ge"))
                .hasSameSizeAs(losses(without, "main", "joint"))
                .isNotEqualTo(losses(without, "main", "joint"));
        assertThat(with)
                .filteredOn(record -> record.getStep() % 4 == 0)
                .allMatch(record -> record.getContribution().size() == 2);
    }

    private JobUnderTest job(String name) throws Exception {
        return new JobUnderTest(KAFKA, KAFKA.newTopics(2), directory.resolve(name))
                .with(MonitoringOptions.CONTRIBUTION_INTERVAL_STEPS, 4)
                .with(TrainingOptions.METHOD, "joint");
    }

    /** Plays, waits until all learners together have used so many examples, and drains. */
    private static List<MonitorRecord> run(JobUnderTest job, int examples) throws Exception {
        job.play(JobUnderTest.scenes(SCENES));
        JobClient running = job.start(null);
        await().atMost(Duration.ofMinutes(3))
                .until(
                        () ->
                                monitors(job).stream().mapToInt(MonitorRecord::getExamples).sum()
                                        == examples);
        job.stop(running, true);
        return monitors(job);
    }

    private static List<MonitorRecord> monitors(JobUnderTest job) throws Exception {
        return job.committed(TopicRole.IMBALANCE, MonitorRecord.class);
    }

    private static List<String> digests(JobUnderTest job) throws Exception {
        return job.committed(TopicRole.MODEL_UPDATES, ModelUpdate.class).stream()
                .map(update -> update.getNumber() + " " + update.getDigest())
                .toList();
    }

    private static List<Double> losses(List<MonitorRecord> records, String learner, String method) {
        return records.stream()
                .filter(r -> r.getLearner().equals(learner) && r.getMethod().equals(method))
                .map(MonitorRecord::getLoss)
                .toList();
    }
}
