/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.media.player.FlowControl;
import io.ambidex.connectors.media.player.MediaPlayer;
import io.ambidex.connectors.media.player.PlayerOptions;
import io.ambidex.connectors.media.player.PlayerTopics;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.connectors.simulator.Simulator;
import io.ambidex.connectors.simulator.SimulatorOptions;
import io.ambidex.flink.local.EmbeddedKafka;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job manager and one task manager as processes of their own, started with the scripts that a
 * user has. The task manager stays the same for all jobs, so libtorch is loaded once.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StandaloneE2ECase {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int CLIPS = 24;

    @TempDir private static Path root;
    private static EmbeddedKafka kafka;
    private static String cluster;
    private static PrometheusPorts metrics;

    @BeforeAll
    static void startBrokerAndCluster() throws Exception {
        kafka = EmbeddedKafka.start(root.resolve("kafka"));
        metrics = PrometheusPorts.free();
        CommandResult started =
                standalone(
                        "start",
                        "--taskmanagers",
                        "1",
                        "--port",
                        "0",
                        "--metrics-port",
                        metrics.range());
        assertThat(started.exitStatus()).as(started.err()).isZero();
        cluster = standalone("address").out().strip();
    }

    @AfterAll
    static void stopClusterAndBroker() throws Exception {
        try {
            CommandResult stopped = standalone("stop");
            assertThat(stopped.out()).contains("jobmanager", "taskmanager-1");
            assertThat(standalone("status").exitStatus()).isNotZero();
        } finally {
            kafka.close();
        }
    }

    @Test
    @Order(1)
    void aSecondClusterInTheSameFolderIsRefused() throws Exception {
        CommandResult second = standalone("start");
        assertThat(second.exitStatus()).isEqualTo(1);
        assertThat(second.err().lines()).singleElement().asString().contains("runs already");
    }

    @Test
    @Order(2)
    void aJobSubmittedWithAmbidexRunTrainsAndPredicts() throws Exception {
        Path config = createTopics("first");
        CommandResult run =
                ambidex("run", "--config", config.toString(), "--target", cluster, "--detached");
        assertThat(run.exitStatus()).as(run.err()).isZero();
        playAndExpectResults("first");
        expectMetrics();
        cancelAllJobs();
    }

    @Test
    @Order(3)
    void aSecondJobSubmittedWithFlinkRunDoesToo() throws Exception {
        Path config = createTopics("second");
        CommandResult run = flinkRun("--config", config.toString());
        assertThat(run.exitStatus()).as(run.out() + run.err()).isZero();
        playAndExpectResults("second");
        cancelAllJobs();
    }

    @Test
    @Order(4)
    void theTaskManagerHasSeenNoUnsatisfiedLink() throws IOException {
        assertThat(Files.readString(root.resolve("cluster/log/taskmanager-1.log")))
                .doesNotContain("UnsatisfiedLinkError")
                .doesNotContain("already loaded in another classloader");
    }

    /** One of the processes is that of the trainer. */
    private static void expectMetrics() {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(metrics.scrape())
                                        .contains(
                                                "flink_jobmanager_job_numRestarts{",
                                                "flink_taskmanager_job_task_operator_"
                                                        + "ambidex_training_steps{"));
    }

    private static Path createTopics(String name) throws Exception {
        Topics topics = topics(name);
        StringBuilder yaml = new StringBuilder();
        yaml.append("kafka.bootstrap.servers: ").append(kafka.bootstrapServers()).append('\n');
        yaml.append("kafka.transactional-id-prefix: ").append(name).append('\n');
        yaml.append("kafka.group.id: ").append(name).append('\n');
        for (TopicRole role : TopicRole.values()) {
            switch (role) {
                case AUDIO, VIDEO ->
                        yaml.append("modality.")
                                .append(role.defaultName())
                                .append(".topic: ")
                                .append(topics.name(role))
                                .append('\n');
                case FEATURES -> {}
                default ->
                        yaml.append("topics.")
                                .append(role.defaultName())
                                .append(": ")
                                .append(topics.name(role))
                                .append('\n');
            }
        }
        yaml.append("labels.classes: [")
                .append(String.join(", ", simulator().classes()))
                .append("]\n");
        yaml.append("training.batch-size: 8\n");
        yaml.append("publication.interval-steps: 1\n");
        yaml.append("publication.model-name: ").append(name).append('\n');
        yaml.append("publication.directory: ").append(root.resolve("models").toUri()).append('\n');
        yaml.append("flink.execution.checkpointing.interval: 1 s\n");
        Path config = Files.writeString(root.resolve(name + ".yaml"), yaml);
        CommandResult created = ambidex("topics", "create", "--config", config.toString());
        assertThat(created.exitStatus()).as(created.err()).isZero();
        return config;
    }

    private static void playAndExpectResults(String name) {
        Topics topics = topics(name);
        try (MediaPlayer player =
                MediaPlayer.connect(
                        kafka.connection(),
                        new PlayerTopics(
                                topics.name(TopicRole.AUDIO),
                                topics.name(TopicRole.VIDEO),
                                topics.name(TopicRole.LABELS)),
                        PlayerOptions.DEFAULT,
                        FlowControl.UNLIMITED)) {
            player.play(simulator().streams());
        }
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(
                        () -> {
                            assertThat(read(topics, TopicRole.PREDICTIONS, Prediction.class))
                                    .hasSize(CLIPS);
                            assertThat(
                                            read(topics, TopicRole.IMBALANCE, MonitorRecord.class)
                                                    .stream()
                                                    .mapToInt(MonitorRecord::getExamples)
                                                    .sum())
                                    .isEqualTo(CLIPS);
                            assertThat(read(topics, TopicRole.MODEL_UPDATES, ModelUpdate.class))
                                    .hasSize(CLIPS / 8 + 1);
                        });
        assertThat(
                        read(topics, TopicRole.PREDICTIONS, Prediction.class).stream()
                                .map(p -> p.getStreamId() + p.getWindowStartMillis()))
                .doesNotHaveDuplicates();
    }

    private static <T extends SpecificRecord> List<T> read(
            Topics topics, TopicRole role, Class<T> type) {
        return CommittedRecords.of(kafka.connection(), topics.name(role), type);
    }

    private static Simulator simulator() {
        return new Simulator(SimulatorOptions.builder().seed(7).scenes(CLIPS).classes(4).build());
    }

    private static Topics topics(String name) {
        return Topics.defaults().withPrefix(name + "-");
    }

    private static void cancelAllJobs() throws Exception {
        FlinkRest rest = new FlinkRest(cluster);
        rest.runningJobs().forEach(rest::cancel);
        await().atMost(PATIENCE).until(() -> rest.runningJobs().isEmpty());
    }

    private static CommandResult standalone(String command, String... arguments) throws Exception {
        return CommandResult.of(
                Stream.concat(
                                Stream.of(
                                        Layout.HOME.resolve("bin/standalone").toString(),
                                        command,
                                        "--dir",
                                        root.resolve("cluster").toString()),
                                Stream.of(arguments))
                        .toList(),
                Map.of(),
                PATIENCE);
    }

    private static CommandResult ambidex(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Layout.HOME.resolve("bin/ambidex").toString());
        command.addAll(List.of(arguments));
        return CommandResult.of(command, Map.of(), PATIENCE);
    }

    /** What the {@code flink} script of a distribution does. */
    private static CommandResult flinkRun(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
        command.add("-cp");
        command.add(
                Layout.jars("lib").stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)));
        command.addAll(
                List.of(
                        "org.apache.flink.client.cli.CliFrontend",
                        "run",
                        "--detached",
                        "-m",
                        cluster,
                        Layout.HOME.resolve("job/ambidex.jar").toString()));
        command.addAll(List.of(arguments));
        return CommandResult.of(
                command,
                Map.of("FLINK_CONF_DIR", root.resolve("cluster/conf").toString()),
                PATIENCE);
    }
}
