/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.monitoring;

import java.io.File;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Prometheus itself says of the files for it. */
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
        Promtool.installed().accepts(FOLDER, arguments);
    }
}
