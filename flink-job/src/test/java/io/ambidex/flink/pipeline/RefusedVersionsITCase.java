/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.media.player.Input;
import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.connectors.simulator.SimulatorOptions;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.monitoring.Alerts;
import io.ambidex.flink.options.ModelSettings;
import io.ambidex.flink.options.PublicationOptions;
import io.ambidex.flink.options.ServingOptions;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.flink.serving.VersionForge;
import io.ambidex.flink.serving.VersionForge.Fault;
import io.ambidex.model.version.ModelVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Bad model versions on the topic of a running job. */
class RefusedVersionsITCase {

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
    private static final int LIMIT = 4 << 20;
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    @TempDir Path directory;
    private JobUnderTest job;
    private SceneFeed feed;
    private int second;

    @Test
    void theyAreNeverServedAndTheVersionThatAnsweredAnswersOn(@InjectMiniCluster MiniCluster flink)
            throws Exception {
        job = new JobUnderTest(KAFKA, KAFKA.newTopics(1), directory);
        VersionForge forge =
                new VersionForge(
                        job.options().get(PublicationOptions.MODEL_NAME),
                        ModelSettings.servedNetwork(job.options()),
                        directory.resolve("versions"),
                        LIMIT);
        job.with(TrainingOptions.ENABLED, false)
                .with(ServingOptions.MAX_VERSION_BYTES, new MemorySize(LIMIT))
                .with(ServingOptions.PUBLIC_KEY, forge.publicKey());
        // One predictor tells once what it refuses.
        job.options().setString("flink.parallelism.default", "1");
        SimulatorOptions scenes =
                SimulatorOptions.builder().seed(5).scenes(SCENES).streams(1).build();
        feed = new SceneFeed(job, scenes);
        JobClient running = job.start(null);
        ModelUpdate good = forge.good(new ModelVersion(0, 1));
        playOn();
        playOn();
        within().until(() -> !predictions().isEmpty());
        String first = predictions().get(0).getModelDigest();
        publish(good);
        playUntilServed(good);
        int before = predictions().size();

        Map<Fault, ModelUpdate> bad = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            bad.put(fault, forge.bad(fault, new ModelVersion(0, 2 + fault.ordinal()), good));
        }
        bad.values().forEach(this::publish);
        publish(good);
        within().until(() -> alerts().size() >= bad.size());
        for (int more = 0; more < 3; more++) {
            playOn();
        }
        within().until(() -> predictions().size() >= before + 3);
        List<Prediction> answers = predictions();

        ModelUpdate newest = forge.good(new ModelVersion(0, 100));
        publish(newest);
        playUntilServed(newest);
        assertThat(
                        flink.getExecutionGraph(running.getJobID())
                                .get()
                                .getStatusTimestamp(JobStatus.RESTARTING))
                .as("time of a restart")
                .isZero();
        job.stop(running, false);

        assertThat(answers.subList(before, answers.size()))
                .extracting(Prediction::getModelDigest)
                .containsOnly(good.getDigest());
        assertThat(predictions())
                .extracting(Prediction::getModelDigest)
                .as("version 0, the good one and the newest; none else ever answered")
                .isSubsetOf(first, good.getDigest(), newest.getDigest());
        List<Alert> alerts = alerts();
        assertThat(alerts).hasSameSizeAs(bad.values());
        bad.forEach(
                (fault, update) ->
                        assertThat(alerts)
                                .as("%s, version %d", fault, update.getNumber())
                                .anyMatch(alert -> tells(alert, update, fault)));
    }

    private static boolean tells(Alert alert, ModelUpdate update, Fault fault) {
        return alert.getKind().equals(Alerts.MODEL_VERSION_REFUSED)
                && alert.getMessage().contains(fault.reason())
                && alert.getAttributes().get("digest").equals(update.getDigest())
                && alert.getAttributes().get("version").equals("0." + update.getNumber());
    }

    /** Plays scene after scene until one is predicted with this version. */
    private void playUntilServed(ModelUpdate update) throws Exception {
        Callable<Boolean> served =
                () ->
                        predictions().stream()
                                .anyMatch(p -> p.getModelDigest().equals(update.getDigest()));
        do {
            int before = predictions().size();
            playOn();
            within().until(() -> predictions().size() > before);
        } while (!served.call());
    }

    /** Plays a scene more. */
    private void playOn() {
        assertThat(++second).as("scenes played").isLessThan(SCENES);
        for (Input input : Input.values()) {
            feed.write(input, second);
        }
    }

    private void publish(ModelUpdate update) {
        job.topic(TopicRole.MODEL_UPDATES).write(0, "any", update);
    }

    private List<Prediction> predictions() throws Exception {
        return job.committed(TopicRole.PREDICTIONS, Prediction.class);
    }

    private List<Alert> alerts() throws Exception {
        return job.committed(TopicRole.ALERTS, Alert.class);
    }

    private static ConditionFactory within() {
        return await().atMost(DEADLINE).pollInterval(Duration.ofMillis(300));
    }
}
