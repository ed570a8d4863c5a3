/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.model.version.ModelVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
    private final StringWriter text = new StringWriter();
    private long now;
    private final ProgressLines lines = new ProgressLines(new PrintWriter(text), () -> now);

    @Test
    void aLineSaysHowFarTheRunIs() {
        lines.show(
                new RunProgress(
                        40, 60, 32, 24, 12.34, Map.of("joint", 0.5), new ModelVersion(0, 3)));
        assertThat(text.toString().strip())
                .isEqualTo("32 predicted, 40 in, 24 trained, 12.3/s, joint 50 %, version 0.3");
    }

    @Test
    void linesComeEveryFewSecondsAndOnlyWithNews() {
        lines.show(progress(1));
        lines.show(progress(2));
        now += Duration.ofSeconds(6).toNanos();
        lines.show(progress(1));
        lines.show(progress(3));
        assertThat(text.toString().lines()).hasSize(2).last().asString().startsWith("3 predicted");
    }

    private static RunProgress progress(long predicted) {
        return new RunProgress(0, 10, predicted, 0, 0, Map.of(), ModelVersion.INITIAL);
    }
}
