/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Prometheus itself says of the files for it. Skipped where {@code promtool} (Debian's package
 * {@code prometheus}) is not installed.
 */
class AlertRulesTest {

    private static final File FOLDER = new File("../deploy/prometheus");

    static Stream<Arguments> checks() {
        return Stream.of(
                Arguments.of(List.of("check", "rules", "alerts.yml")),
                Arguments.of(List.of("check", "config", "prometheus.yml")),
                Arguments.of(List.of("test", "rules", "alerts-test.yml")));
    }

    @ParameterizedTest
    @MethodSource("checks")
    void prometheusAcceptsThem(List<String> arguments) throws Exception {
        Optional<Path> promtool = promtool();
        assumeTrue(
                promtool.isPresent(), "promtool is not installed: apt-get install -y prometheus");
        List<String> command =
                Stream.concat(Stream.of(promtool.get().toString()), arguments.stream()).toList();
        Process process =
                new ProcessBuilder(command).directory(FOLDER).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    private static Optional<Path> promtool() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "promtool"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
