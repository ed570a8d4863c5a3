/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Prometheus' own checker of files (Debian's package {@code prometheus}); where it is not
 * installed, the test that asks for it is skipped.
 */
final class Promtool {

    private final Path program;

    private Promtool(Path program) {
        this.program = program;
    }

    static Promtool installed() {
        Optional<Path> found =
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, "promtool"))
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeTrue(found.isPresent(), "promtool is not installed: apt-get install -y prometheus");
        return new Promtool(found.get());
    }

    /** Runs it in a folder; it must find nothing wrong. */
    void accepts(File folder, List<String> arguments) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of(program.toString()), arguments.stream()).toList();
        Process process =
                new ProcessBuilder(command).directory(folder).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
