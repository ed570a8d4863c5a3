/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.connectors.simulator.SimulatorOptions;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.local.TestFlink;
import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.flink.options.WindowOptions;
import io.ambidex.flink.pipeline.JobUnderTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The checks hold for runs of every kind of window, and tell what is wrong with a damaged one. */
class VerifyCommandITCase {
    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    @RegisterExtension static final MiniClusterExtension FLINK = TestFlink.cluster();

    @TempDir Path folder;
    private JobUnderTest job;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void topics() throws Exception {
        job =
                new JobUnderTest(KAFKA, KAFKA.newTopics(2), folder)
                        .with(ConnectionOptions.BOUNDED, true);
    }

    @Test
    void aRunWithMissingModalitiesAndHeldOutExamplesPassesUntilItIsDamaged() throws Exception {
        job.with(TrainingOptions.METHOD, "relearning")
                .with(TrainingOptions.METHOD_OPTIONS, Map.of("heldOutShare", "0.25"));
        play();
        assertThat(verify()).as(() -> out + "" + err).isEqualTo(ExitStatus.OK);
        assertThat(out.toString()).doesNotContain("BROKEN").contains("58 clips, 58 committed");
        LedgerEntry last = last(job.committed(TopicRole.LEDGER, LedgerEntry.class));
        assertThat(last.getHeldOut()).isPositive();
        assertThat(last.getEvaluationOnly()).isPositive();

        Prediction again = job.committed(TopicRole.PREDICTIONS, Prediction.class).get(0);
        job.topic(TopicRole.PREDICTIONS).write(0, again.getStreamId(), again);
        last.setFirstExample(last.getEndExample() + 1);
        last.setEndExample(last.getEndExample() + 2);
        job.topic(TopicRole.LEDGER).write(0, last.getModelName(), last);
        out.getBuffer().setLength(0);
        assertThat(verify()).isEqualTo(ExitStatus.FAILED);
        assertThat(out.toString())
                .contains("BROKEN every clip is predicted exactly once", "1 more than once")
                .contains("BROKEN the ranges of the ledger are contiguous")
                .contains("BROKEN the chain of hashes")
                .contains("BROKEN one ledger entry stands for each version")
                .contains("holds  every version can be loaded");
        assertThat(err.toString()).contains("invariants are broken");
    }

    @Test
    void aRunOnHoppingWindowsPasses() throws Exception {
        job.with(WindowOptions.WINDOW, WindowOptions.Kind.HOPPING);
        play();
        assertThat(verify()).as(() -> out + "" + err).isEqualTo(ExitStatus.OK);
    }

    @Test
    void aRunOnTheIntervalsOfLabelsPasses() throws Exception {
        job.with(WindowOptions.WINDOW, WindowOptions.Kind.LABEL);
        play();
        assertThat(verify()).as(() -> out + "" + err).isEqualTo(ExitStatus.OK);
    }

    private void play() throws Exception {
        job.play(
                SimulatorOptions.builder()
                        .seed(5)
                        .scenes(60)
                        .streams(2)
                        .missing(0.1, 0.2)
                        .evaluateFraction(0.2)
                        .labelDelay(Duration.ofMillis(100), Duration.ofSeconds(2))
                        .build());
        job.start(null).getJobExecutionResult().get();
    }

    private int verify() throws Exception {
        Path config = job.writeConfig();
        CommandLine line = CommandRunner.commandLine(new Ambidex());
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(out, true));
        return line.execute("verify", "--config", config.toString());
    }

    private static <T> T last(List<T> values) {
        return values.get(values.size() - 1);
    }
}
