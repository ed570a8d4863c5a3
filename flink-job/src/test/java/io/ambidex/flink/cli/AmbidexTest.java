/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class AmbidexTest {
    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "demo",
                "compare",
                "monitor",
                "topics",
                "validate",
                "options",
                "version"
            })
    void everyCommandHasHelp(String command) {
        assertThat(ambidex(command, "--help")).isEqualTo(ExitStatus.OK);
        assertThat(out.toString()).startsWith("Usage: ambidex " + command);
    }

    @Test
    void withoutACommandItSaysWhatIsMissing() {
        assertThat(ambidex()).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString().lines()).singleElement().asString().contains("say what to do");
    }

    @Test
    void validOptionsAreValid() throws IOException {
        assertThat(ambidex("validate", "--config", config("training.batch-size: 4")))
                .isEqualTo(ExitStatus.OK);
        assertThat(out.toString()).contains("valid");
    }

    @Test
    void anUnknownOptionNamesTheNearest() throws IOException {
        assertThat(ambidex("validate", "--config", config("training.batchsize: 4")))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("training.batchsize", "did you mean training.batch-size?");
    }

    @Test
    void anOverrideGoesBeforeTheFile() throws IOException {
        assertThat(
                        ambidex(
                                "validate",
                                "-c",
                                config("training.batch-size: 4"),
                                "-D",
                                "training.batch-size=0"))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("training.batch-size", "at least 1", "0");
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = folder.resolve("missing.yaml");
        assertThat(ambidex("run", "--config", missing.toString())).isEqualTo(ExitStatus.USAGE);
        assertThat(err).hasToString(String.format("error: no such file: %s%n", missing));
    }

    @Test
    void aMissingConfigurationIsOneLine() {
        assertThat(ambidex("run")).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString().lines()).singleElement().asString().contains("--config=FILE");
    }

    @Test
    void aBrokerThatDoesNotAnswerIsNamed() throws IOException {
        String config = config("kafka.bootstrap.servers: 127.0.0.1:1");
        assertThat(ambidex("topics", "validate", "-c", config, "--timeout", "1"))
                .isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("no Kafka broker answers at 127.0.0.1:1");
    }

    @Test
    void aClusterThatDoesNotAnswerIsNamed() throws IOException {
        assertThat(
                        ambidex(
                                "run",
                                "-c",
                                config(""),
                                "--no-checks",
                                "--jar",
                                config("jar"),
                                "--target",
                                "127.0.0.1:1"))
                .isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("no Flink cluster answers at 127.0.0.1:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"somewhere", "host:", ":8081", "host:0", "host:65536"})
    void aTargetIsLocalOrHostAndPort(String target) throws IOException {
        assertThat(ambidex("run", "-c", config(""), "--target", target))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("a target is local or host:port", target);
    }

    @Test
    void aTargetMayBeWrittenAsAnAddress() {
        assertThat(ClusterAddress.parse("http://jobmanager:8081"))
                .isEqualTo(new ClusterAddress("jobmanager", 8081));
    }

    @Test
    void mediaOptionsOfTheDemoGoTogether() {
        String out = folder.resolve("demo").toString();
        assertThat(ambidex("demo", "--out", out, "--label", "word")).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("need --media");
        assertThat(ambidex("demo", "--out", out, "--media", "clips")).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("--media needs --label");
        assertThat(folder.resolve("demo")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--clips=0", "--clips=-1", "--streams=0", "--speed=-1", "--speed=NaN"})
    void numbersOfTheDemoAreInRange(String option) {
        String out = folder.resolve("demo").toString();
        assertThat(ambidex("demo", "--out", out, option)).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains(option.substring(0, option.indexOf('=')), "but is");
    }

    @Test
    void optionsArePrintedAsTables() {
        assertThat(ambidex("options")).isEqualTo(ExitStatus.OK);
        assertThat(out.toString()).contains("| option | default | meaning |", "training.method");
    }

    @Test
    void theVersionNamesWhatItRunsOn() {
        assertThat(ambidex("version")).isEqualTo(ExitStatus.OK);
        assertThat(out.toString()).contains("ambidex ", "flink ", "kafka-clients ", "java ");
    }

    private String config(String yaml) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "options", ".yaml"), yaml).toString();
    }

    private int ambidex(String... args) {
        CommandLine line = CommandRunner.commandLine(new Ambidex());
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(out, true));
        return line.execute(args);
    }
}
