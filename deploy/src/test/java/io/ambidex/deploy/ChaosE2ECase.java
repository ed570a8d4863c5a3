/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of {@code deploy/chaos.sh}: one broker, one job manager and one task manager die.
 * How soon the job is back is told in the report and not asked for here: the machine may be busy.
 */
@EnabledIfSystemProperty(
        named = "ambidex.test.long",
        matches = "true",
        disabledReason = "takes minutes: run with -P long")
class ChaosE2ECase {
    private static final Duration PATIENCE = Duration.ofMinutes(12);
    private static final String RECOVERY = "the first new prediction is committed within 20 s";

    @TempDir private Path root;

    @Test
    void processesThatDieLoseNothingDoubleNothingAndChangeNoBit() throws Exception {
        CommandResult run =
                CommandResult.of(
                        List.of(
                                Layout.HOME.resolve("bin/chaos").toString(),
                                "--minutes",
                                "1.5",
                                "--clips",
                                "360",
                                "--kills",
                                "3",
                                "--seed",
                                "7",
                                "--out",
                                root.resolve("run").toString()),
                        Map.of(),
                        PATIENCE);
        JsonNode report = new ObjectMapper().readTree(root.resolve("run/report.json").toFile());
        assertThat(report.path("kills").findValuesAsText("victim"))
                .as(run.out() + run.err())
                .containsExactlyInAnyOrder("TASK_MANAGER", "JOB_MANAGER", "BROKER");
        for (JsonNode invariant : report.path("invariants")) {
            if (!invariant.path("name").asText().startsWith(RECOVERY)) {
                assertThat(invariant.path("holds").asBoolean())
                        .as(invariant.toPrettyString())
                        .isTrue();
            }
        }
        assertThat(report.path("invariants")).hasSizeGreaterThan(10);
    }
}
