/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.compare.Recorder;
import io.ambidex.flink.compare.SimulatedScenes;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.local.TestFlink;
import io.ambidex.flink.options.ModalityOptions;
import io.ambidex.flink.options.ModelSettings;
import io.ambidex.flink.options.PublicationOptions;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.network.NetworkSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Examples per second of the whole job beside those of a bare loop over as many such clips, decoded
 * and in memory: one evaluation forward and one training step per mini-batch, same network, same
 * batch, one run. Not part of the test suite.
 *
 * <pre>
 * mvn -pl flink-job -am test -Dtest=ThroughputBenchmark -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dtest.jvm.args=-Xmx4g -Dambidex.encoder=resnet18 -Dambidex.clips=400
 * </pre>
 */
class ThroughputBenchmark {

    private static final int BATCH = 16;

    @RegisterExtension static final MiniClusterExtension FLINK = TestFlink.cluster();

    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    @TempDir private static Path directory;

    private static final String ENCODER = System.getProperty("ambidex.encoder", "resnet18");
    private static final int CLIPS = Integer.getInteger("ambidex.clips", 400);

    private static JobUnderTest job;
    private static List<MiniBatch.Example> examples;

    /** While the cluster is not yet the one that all jobs go to: recording has its own. */
    @BeforeAll
    static void record() throws Exception {
        job =
                new JobUnderTest(KAFKA, KAFKA.newTopics(2), directory)
                        .with(TrainingOptions.BATCH_SIZE, BATCH)
                        .with(PublicationOptions.INTERVAL_STEPS, 50);
        for (String modality : List.of("audio", "video")) {
            job.with(ModalityOptions.of(modality).encoder(), ENCODER);
        }
        job.options().setString("flink.execution.checkpointing.interval", "10 s");
        job.options().setString("flink.parallelism.default", "1");
        examples = new Recorder(new SimulatedScenes(CLIPS, 1, 0), job.options()).record().train();
    }

    @Test
    void run() throws Exception {
        job.play(JobUnderTest.scenes(CLIPS));
        double loop = loop();
        double whole = whole();
        System.out.printf(
                "%s, %d clips, batch %d: bare loop %.1f examples/s, whole job %.1f, ratio %.2f%n",
                ENCODER, CLIPS, BATCH, loop, whole, whole / loop);
    }

    /** The first quarter warms up. */
    private static double loop() throws Exception {
        NetworkSpec network = ModelSettings.network(job.options());
        try (Learner learner = Learner.create(network, ModelSettings.learner(job.options()))) {
            int from = examples.size() / 4 / BATCH * BATCH;
            int to = examples.size() / BATCH * BATCH;
            long began = 0;
            for (int at = 0; at < to; at += BATCH) {
                if (at == from) {
                    began = System.nanoTime();
                }
                MiniBatch batch = MiniBatch.of(2, examples.subList(at, at + BATCH));
                learner.evaluate(batch);
                learner.step(batch);
            }
            return (to - from) * 1e9 / (System.nanoTime() - began);
        }
    }

    /** Between the monitor records of the first quarter and of the end. */
    private static double whole() throws Exception {
        JobClient client = job.start(null);
        await().atMost(Duration.ofMinutes(20))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> count(steps()) == CLIPS);
        client.cancel().get();
        List<MonitorRecord> steps = steps();
        assertThat(count(steps)).isEqualTo(CLIPS);
        MonitorRecord from = steps.get(steps.size() / 4);
        MonitorRecord to = steps.get(steps.size() - 1);
        long between = count(steps.subList(steps.size() / 4 + 1, steps.size()));
        return between * 1e3 / (to.getEmittedAtMillis() - from.getEmittedAtMillis());
    }

    private static List<MonitorRecord> steps() throws Exception {
        return job.committed(TopicRole.IMBALANCE, MonitorRecord.class);
    }

    private static long count(List<MonitorRecord> steps) {
        return steps.stream().mapToLong(MonitorRecord::getExamples).sum();
    }
}
