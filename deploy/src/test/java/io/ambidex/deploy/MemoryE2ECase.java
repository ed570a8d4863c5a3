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

/** What a task manager keeps over a long training and over many jobs; takes an hour. */
@EnabledIfSystemProperty(
        named = "ambidex.test.long",
        matches = "true",
        disabledReason = "takes an hour: run with -P long, or deploy/memory.sh")
class MemoryE2ECase {
    private static final Duration PATIENCE = Duration.ofMinutes(90);

    @TempDir private Path root;

    @Test
    void neitherStepsNorJobsLeaveAnythingBehind() throws Exception {
        CommandResult run =
                CommandResult.of(
                        List.of(
                                Layout.HOME.resolve("bin/memory").toString(),
                                "--out",
                                root.resolve("run").toString()),
                        Map.of(),
                        PATIENCE);
        JsonNode report = new ObjectMapper().readTree(root.resolve("run/report.json").toFile());
        assertThat(report.path("invariants")).as(run.out() + run.err()).hasSize(6);
        for (JsonNode invariant : report.path("invariants")) {
            assertThat(invariant.path("holds").asBoolean()).as(invariant.toPrettyString()).isTrue();
        }
        assertThat(run.exitStatus()).isZero();
    }
}
