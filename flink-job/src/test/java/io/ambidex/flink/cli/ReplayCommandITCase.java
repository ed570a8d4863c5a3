/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.flink.pipeline.JobUnderTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReplayCommandITCase {
    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    () ->
                            new MiniClusterResourceConfiguration.Builder()
                                    .setNumberTaskManagers(1)
                                    .setNumberSlotsPerTaskManager(2)
                                    .build());

    private static final int SCENES = 48;
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aReplayGivesTheSameBitsAndAnotherSeedDoesNot() throws Exception {
        Topics topics = KAFKA.newTopics(2);
        JobUnderTest job =
                new JobUnderTest(KAFKA, topics, folder).with(TrainingOptions.METHOD, "ogm-ge");
        job.play(JobUnderTest.scenes(SCENES));
        JobClient running = job.start(null);
        await().atMost(DEADLINE)
                .until(
                        () ->
                                job.committed(TopicRole.IMBALANCE, MonitorRecord.class).stream()
                                                .mapToLong(MonitorRecord::getExamples)
                                                .sum()
                                        == SCENES);
        job.stop(running, true);
        List<LedgerEntry> ledger = job.committed(TopicRole.LEDGER, LedgerEntry.class);
        String last = ledger.get(ledger.size() - 1).getDigest();
        Path config = folder.resolve("ambidex.yaml");
        Files.writeString(
                config,
                job.options().toMap().entrySet().stream()
                        .map(e -> e.getKey() + ": '" + e.getValue().replace("'", "''") + "'")
                        .collect(Collectors.joining("\n")));

        assertThat(replay(config, "--expect", last)).as(err::toString).isEqualTo(ExitStatus.OK);
        assertThat(out.toString()).contains("the same, bit for bit").contains(last);
        assertThat(job.committed(TopicRole.LEDGER, LedgerEntry.class)).hasSameSizeAs(ledger);

        assertThat(replay(config, "-D", "training.seed=99")).isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString()).contains("gave other weights");
        assertThat(replay(config, "-D", "training.threads=2")).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("training.threads is 2, but").contains("[1]");
        assertThat(replay(config, "--expect", "abc")).isEqualTo(ExitStatus.USAGE);
    }

    private int replay(Path config, String... more) {
        CommandLine line = CommandRunner.commandLine(new Ambidex());
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(out, true));
        return line.execute(
                Stream.concat(Stream.of("replay", "--config", config.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }
}
