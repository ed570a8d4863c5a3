/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.media.player.FlowControl;
import io.ambidex.connectors.media.player.MediaPlayer;
import io.ambidex.connectors.media.player.PlayerOptions;
import io.ambidex.connectors.media.player.PlayerTopics;
import io.ambidex.connectors.simulator.Simulator;
import io.ambidex.connectors.simulator.SimulatorOptions;
import io.ambidex.flink.dashboard.DashboardSettings;
import io.ambidex.flink.dashboard.ServerSentEvents;
import io.ambidex.flink.local.KafkaExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RunCommandITCase {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @RegisterExtension private static final KafkaExtension KAFKA = new KafkaExtension();

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aJobInThisJvmRunsUntilItIsInterrupted() throws Exception {
        Topics topics = KAFKA.newTopics(1);
        Simulator simulator =
                new Simulator(SimulatorOptions.builder().seed(7).scenes(16).classes(4).build());
        Path models = folder.resolve("models");
        Path config =
                JobConfigFile.write(
                        folder,
                        KAFKA.connection(),
                        topics,
                        Map.of(
                                "labels.classes",
                                simulator.classes().toString(),
                                "training.batch-size",
                                "8",
                                "publication.interval-steps",
                                "1",
                                "publication.directory",
                                models.toUri().toString(),
                                "kafka.transactional-id-prefix",
                                KAFKA.uniqueName(),
                                "flink.execution.checkpointing.interval",
                                "500 ms"));
        FutureTask<Integer> run =
                new FutureTask<>(() -> ambidex("run", "--config", config.toString()));
        Thread thread = new Thread(run, "ambidex-run");
        thread.start();
        try (MediaPlayer player =
                MediaPlayer.connect(
                        KAFKA.connection(),
                        new PlayerTopics(
                                topics.name(TopicRole.AUDIO),
                                topics.name(TopicRole.VIDEO),
                                topics.name(TopicRole.LABELS)),
                        PlayerOptions.DEFAULT,
                        FlowControl.UNLIMITED)) {
            player.play(simulator.streams());
        }
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            assertThat(run.isDone()).as(err::toString).isFalse();
                            return versionFiles(models) >= 3;
                        });
        thePageShowsTheSteps();
        thread.interrupt();
        assertThat(run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(ExitStatus.FAILED);
        assertThat(out.toString()).contains("job ", " at http://127.0.0.1:");
        assertThat(err.toString())
                .contains("flink.execution.checkpointing.dir is not set", "exceeds 5 MB")
                .contains("stopping the job", "interrupted");
        assertThatThrownBy(() -> new ServerSentEvents(page()))
                .as("the page ends with the job")
                .isInstanceOf(ConnectException.class);
    }

    private void thePageShowsTheSteps() throws Exception {
        assertThat(page()).startsWith("http://127.0.0.1:");
        try (ServerSentEvents events = new ServerSentEvents(page())) {
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThat(
                                                    events.last("status")
                                                            .path("learners")
                                                            .path(0)
                                                            .path("step")
                                                            .asInt())
                                            .isPositive());
        }
    }

    private String page() {
        return out.toString()
                .lines()
                .filter(line -> line.startsWith("page "))
                .map(line -> line.substring("page ".length()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPortOfThePageThatIsTakenIsNamedBeforeAnythingIsStarted() throws Exception {
        Path config = JobConfigFile.write(folder, KAFKA.connection(), KAFKA.newTopics(1), Map.of());
        try (ServerSocket taken =
                new ServerSocket(0, 1, InetAddress.getByName(DashboardSettings.LOOPBACK))) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(ambidex("run", "--config", config.toString(), "--page-port", port))
                    .isEqualTo(ExitStatus.FAILED);
            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .contains("cannot listen on port " + port, "choose another one");
            assertThat(out.toString()).doesNotContain("job ");
        }
    }

    @Test
    void aPortOfThePageIsRefusedWhereThereIsNoPage() throws Exception {
        Path config = JobConfigFile.write(folder, KAFKA.connection(), Topics.defaults(), Map.of());
        assertThat(
                        ambidex(
                                "run",
                                "--config",
                                config.toString(),
                                "--target",
                                "127.0.0.1:1",
                                "--page-port",
                                "8055"))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("ambidex monitor shows one on a cluster");
        assertThat(ambidex("run", "--config", config.toString(), "--no-page", "--page-port", "1"))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("exclude each other");
    }

    @Test
    void missingTopicsAreNamedBeforeAnythingIsStarted() throws Exception {
        Topics missing = Topics.defaults().withPrefix("nobody-made-");
        Path config = JobConfigFile.write(folder, KAFKA.connection(), missing, Map.of());
        assertThat(ambidex("run", "--config", config.toString())).isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("topic nobody-made-labels does not exist", "ambidex topics");
    }

    private static long versionFiles(Path models) throws Exception {
        if (!Files.isDirectory(models)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(models)) {
            return files.filter(f -> f.toString().endsWith(".safetensors")).count();
        }
    }

    private int ambidex(String... args) {
        CommandLine line = CommandRunner.commandLine(new Ambidex());
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(out, true));
        return line.execute(args);
    }
}
