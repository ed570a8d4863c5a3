/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class CommandRunnerTest {
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    @Command(name = "probe")
    static final class Probe extends BaseCommand {
        @Option(names = "--number")
        private int number;

        private final Exception failure;

        Probe(Exception failure) {
            this.failure = failure;
        }

        @Override
        public Integer call() throws Exception {
            if (failure != null) {
                throw failure;
            }
            out().println(number);
            return ExitStatus.OK;
        }
    }

    @Test
    void aCommandThatSucceedsSaysOk() {
        assertThat(run(null, "--number", "7")).isEqualTo(ExitStatus.OK);
        assertThat(out).hasToString(String.format("7%n"));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void anUnknownOptionIsOneLineWithASuggestion() {
        assertThat(run(null, "--numbr", "7")).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("--numbr", "did you mean --number?", "probe --help");
    }

    @Test
    void aValueOfTheWrongTypeIsOneLine() {
        assertThat(run(null, "--number", "seven")).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString().lines()).singleElement().asString().contains("seven");
    }

    @Test
    void aFailureIsOneLineWithoutAStackTrace() {
        Exception failure =
                new IllegalStateException(
                        "wrapped", new ExecutionException(new NoSuchFileException("a.mp4")));
        assertThat(run(failure)).isEqualTo(ExitStatus.FAILED);
        assertThat(err).hasToString(String.format("error: no such file: a.mp4%n"));
    }

    @Test
    void verboseAddsTheStackTrace() {
        assertThat(run(new IllegalStateException("too late"), "--verbose"))
                .isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString()).startsWith("error: too late").contains("at io.ambidex");
    }

    @Test
    void aWrongConfigurationHasItsOwnExitStatus() {
        assertThat(run(CommandException.usage("batch size must be 1 or more, but is 0")))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("batch size must be 1 or more, but is 0");
    }

    @Test
    void helpIsNotAnError() {
        assertThat(run(null, "--help")).isEqualTo(ExitStatus.OK);
        assertThat(out.toString()).contains("--number", "--verbose");
    }

    private int run(Exception failure, String... args) {
        CommandLine line = CommandRunner.commandLine(new Probe(failure));
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(out, true));
        return line.execute(args);
    }
}
