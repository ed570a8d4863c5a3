/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.media.player.FlowControl;
import io.ambidex.connectors.media.player.MediaPlayer;
import io.ambidex.connectors.media.player.PlayerOptions;
import io.ambidex.connectors.media.player.PlayerTopics;
import io.ambidex.connectors.simulator.Simulator;
import io.ambidex.connectors.simulator.SimulatorOptions;
import io.ambidex.flink.alerting.WebhookServer;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.monitoring.Metric;
import io.ambidex.flink.monitoring.MetricCatalog;
import io.ambidex.flink.options.AlertOptions;
import io.ambidex.flink.options.DriftOptions;
import io.ambidex.flink.options.MonitoringOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a running job shows to Prometheus, beside what is promised and what is asked for. */
class MetricsITCase {

    private static final Duration DEADLINE = Duration.ofMinutes(3);
    private static final Pattern NAME = Pattern.compile("\\bflink_[A-Za-z0-9_]+");
    private static final String OURS = "flink_taskmanager_job_task_operator_ambidex_";
    private static final Path DEPLOY = Path.of("../deploy");

    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    @TempDir Path directory;

    @Test
    void aRunningJobShowsWhatIsDocumentedAndWhatPanelsAndRulesName() throws Exception {
        int port = freePort();
        Topics topics = KAFKA.newTopics(1);
        Simulator simulator =
                new Simulator(SimulatorOptions.builder().seed(7).scenes(80).classes(4).build());
        try (WebhookServer webhook = new WebhookServer()) {
            Map<String, String> options = new HashMap<>();
            options.put("labels.classes", simulator.classes().toString());
            options.put("training.batch-size", "8");
            options.put("publication.interval-steps", "2");
            options.put("publication.directory", directory.resolve("models").toUri().toString());
            options.put("kafka.transactional-id-prefix", KAFKA.uniqueName());
            options.put("flink.execution.checkpointing.interval", "500 ms");
            options.put(MonitoringOptions.PROMETHEUS_PORT.key(), Integer.toString(port));
            options.put(MonitoringOptions.CONTRIBUTION_INTERVAL_STEPS.key(), "1");
            options.put(DriftOptions.ENABLED.key(), "true");
            options.put(AlertOptions.WEBHOOK_URL.key(), webhook.url());
            Path config = JobConfigFile.write(directory, KAFKA.connection(), topics, options);
            Thread run = new Thread(() -> ambidex("run", "--config", config.toString()), "run");
            run.start();
            try {
                play(simulator, topics);
                await().atMost(DEADLINE)
                        .ignoreExceptions()
                        .until(() -> valueOf("training_steps", port) >= 4);
                assertThatAllIsShown(port);
            } finally {
                run.interrupt();
                run.join(DEADLINE.toMillis());
            }
        }
    }

    private static void assertThatAllIsShown(int port) throws Exception {
        Set<String> shown = names(scrape(port));
        Set<String> documented =
                MetricCatalog.all().stream()
                        .map(Metric::prometheusName)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown.stream().filter(name -> name.startsWith(OURS)))
                .containsExactlyInAnyOrderElementsOf(documented);
        assertThat(shown).containsAll(namedByRules()).containsAll(namedByPanels());
        assertThat(valueOf("training_modality_contribution", port)).isBetween(-1.0, 1.0);
    }

    private static void play(Simulator simulator, Topics topics) {
        PlayerTopics played =
                new PlayerTopics(
                        topics.name(TopicRole.AUDIO),
                        topics.name(TopicRole.VIDEO),
                        topics.name(TopicRole.LABELS));
        try (MediaPlayer player =
                MediaPlayer.connect(
                        KAFKA.connection(), played, PlayerOptions.DEFAULT, FlowControl.UNLIMITED)) {
            player.play(simulator.streams());
        }
    }

    private static void ambidex(String... arguments) {
        CommandLine line = CommandRunner.commandLine(new Ambidex());
        line.execute(arguments);
    }

    private static Set<String> namedByRules() throws IOException {
        Set<String> names = new TreeSet<>();
        Pattern expression = Pattern.compile("expr: (>-\\s+)?([^#]*?)\\n +(for|labels):");
        Matcher rules =
                expression.matcher(Files.readString(DEPLOY.resolve("prometheus/alerts.yml")));
        while (rules.find()) {
            names.addAll(names(rules.group(2)));
        }
        assertThat(names).hasSizeGreaterThan(15);
        return names;
    }

    private static Set<String> namedByPanels() throws IOException {
        JsonNode dashboard =
                new ObjectMapper().readTree(DEPLOY.resolve("grafana/ambidex.json").toFile());
        Set<String> names = new TreeSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            boolean isRow = panel.get("type").asText().equals("row");
            assertThat(isRow || !panel.get("targets").isEmpty()).isTrue();
            panel.path("targets").forEach(t -> names.addAll(names(t.get("expr").asText())));
        }
        for (String list : List.of("annotations", "templating")) {
            names.addAll(names(dashboard.get(list).toString()));
        }
        assertThat(names).hasSizeGreaterThan(30);
        return names;
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        text.lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> NAME.matcher(line).results().forEach(r -> names.add(r.group())));
        return names;
    }

    /** The first value of a metric that is shown; 0 while it is not. */
    private static double valueOf(String metric, int port) throws Exception {
        Matcher line =
                Pattern.compile("^" + OURS + metric + "\\{.*} (\\S+)$", Pattern.MULTILINE)
                        .matcher(scrape(port));
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }

    private static String scrape(int port) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                        .timeout(Duration.ofSeconds(10))
                        .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
