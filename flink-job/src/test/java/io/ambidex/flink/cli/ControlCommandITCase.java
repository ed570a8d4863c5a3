/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.schema.Control;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.dashboard.OutputTopics;
import io.ambidex.flink.dashboard.StoryRecords;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.local.TestTopic;
import io.ambidex.flink.monitoring.Alerts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ControlCommandITCase {
    @RegisterExtension private static final KafkaExtension KAFKA = new KafkaExtension();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private record Run(int status, String output) {}

    @TempDir private Path folder;

    private Topics topics;
    private String config;

    @BeforeEach
    void topicsOfAJob() throws Exception {
        topics = KAFKA.newTopics(1);
        config = JobConfigFile.write(folder, KAFKA.connection(), topics, Map.of()).toString();
    }

    @Test
    void aCommandTakesEffectAfterTheEventTimeThatTheJobHasToldOf() throws Exception {
        MonitorRecord told = jobTells();
        Run run = control("--method", "ogm", "--option", "alpha=0.5", "--after", "2.5", "--wait=0");
        assertThat(run.status()).as(run.output()).isEqualTo(ExitStatus.OK);
        Control command = commands().get(0);
        assertThat(command.getMethod()).isEqualTo("ogm");
        assertThat(command.getOptions()).containsExactly(Map.entry("alpha", "0.5"));
        assertThat(command.getFrozen()).isNull();
        assertThat(command.getEffectiveAtMillis()).isEqualTo(told.getEventTimeMillis() + 2_500);
        assertThat(run.output()).contains(command.getCommandId());
    }

    @Test
    void whatTheJobSaysIsHeard() throws Exception {
        jobTells();
        CompletableFuture<Run> running =
                CompletableFuture.supplyAsync(() -> control("--freeze", "--wait=60"));
        await().atMost(PATIENCE).until(() -> !commands().isEmpty());
        answer(commands().get(0), Alerts.CONTROL_LATE, "came late");
        answer(commands().get(0), Alerts.CONTROL_REFUSED, "was refused, joint goes on");
        Run run = running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(run.output()).contains("was refused, joint goes on");
        assertThat(commands().get(0).getFrozen()).isTrue();
    }

    @Test
    void aMomentCanBeNamedWhereTheJobHasToldOfNone() throws Exception {
        Run without = control("--unfreeze", "--wait=0");
        assertThat(without.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(without.output()).contains("no event time is known");

        Instant at = Instant.parse("2026-01-31T10:00:00Z");
        Run named = control("--unfreeze", "--at", at.toString(), "--wait=0");
        assertThat(named.status()).as(named.output()).isEqualTo(ExitStatus.OK);
        assertThat(commands())
                .singleElement()
                .satisfies(
                        command -> {
                            assertThat(command.getEffectiveAtMillis()).isEqualTo(at.toEpochMilli());
                            assertThat(command.getFrozen()).isFalse();
                        });
    }

    @Test
    void whatTheJobWouldRefuseIsNotSent() throws Exception {
        jobTells();
        for (String[] wrong :
                new String[][] {
                    {"--method", "ogm", "--option", "alpha=-3"},
                    {"--method", "nothing"},
                    {"--drift", "drift.adwin.delta=7"},
                    {"--learner", "other", "--method", "joint"},
                    {"--freeze", "--unfreeze"},
                    {}
                }) {
            Run run = control(wrong);
            assertThat(run.status()).as(String.join(" ", wrong)).isEqualTo(ExitStatus.USAGE);
        }
        assertThat(commands()).isEmpty();
    }

    /** A step that a job may have made. */
    private MonitorRecord jobTells() {
        MonitorRecord record = new StoryRecords(10).monitor("main", 1, System.currentTimeMillis());
        write(TopicRole.IMBALANCE, record);
        return record;
    }

    private void answer(Control command, String kind, String message) {
        write(
                TopicRole.ALERTS,
                Alerts.of(
                        kind,
                        Alerts.Severity.WARNING,
                        message,
                        Map.of(Alerts.COMMAND, command.getCommandId()),
                        System.currentTimeMillis()));
    }

    private void write(TopicRole role, SpecificRecord record) {
        try (OutputTopics job = new OutputTopics(KAFKA.connection(), KAFKA.uniqueName())) {
            job.commit(topics.name(role), List.of(record));
        }
    }

    private List<Control> commands() throws Exception {
        return new TestTopic(KAFKA.connection(), topics.name(TopicRole.CONTROL))
                .decodeCommitted().stream().map(Control.class::cast).toList();
    }

    private Run control(String... arguments) {
        StringWriter output = new StringWriter();
        CommandLine line = CommandRunner.commandLine(new Ambidex());
        line.setOut(new PrintWriter(output, true));
        line.setErr(new PrintWriter(output, true));
        List<String> all = new ArrayList<>(List.of("control", "--config", config));
        all.addAll(List.of(arguments));
        return new Run(line.execute(all.toArray(String[]::new)), output.toString());
    }
}
