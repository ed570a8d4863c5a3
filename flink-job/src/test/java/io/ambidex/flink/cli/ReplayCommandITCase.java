/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.local.TestFlink;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.flink.pipeline.JobUnderTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReplayCommandITCase {
    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    @RegisterExtension static final MiniClusterExtension FLINK = TestFlink.cluster();

    private static final int SCENES = 48;

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
        job.awaitTrained(SCENES);
        assertThat(job.trained()).isEqualTo(SCENES);
        job.stop(running, true);
        List<LedgerEntry> ledger = job.committed(TopicRole.LEDGER, LedgerEntry.class);
        String last = ledger.get(ledger.size() - 1).getDigest();
        Path config = job.writeConfig();

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
