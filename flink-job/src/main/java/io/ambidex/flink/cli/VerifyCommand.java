/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.ambidex.flink.check.Invariant;
import io.ambidex.flink.check.RunCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks a run from its topics. */
@Command(
        name = "verify",
        description = {
            "Check a run from its topics alone, read_committed: every clip is predicted once and in "
                    + "order, every labelled clip is accounted for and trained on once, the ledger "
                    + "has no gap, its chain of hashes is that of the inputs, and every version can "
                    + "be loaded.",
            "For a run from the beginning of the topics whose inputs have ended. Ends with status 0 "
                    + "only if all holds. See also replay, which trains again."
        })
final class VerifyCommand extends BaseCommand {
    @Mixin private ConfigMixin config;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write the invariants with their figures to this file, as JSON.")
    private Path report;

    @Override
    public Integer call() throws Exception {
        List<Invariant> invariants = new RunCheck(config.read()).run();
        for (Invariant invariant : invariants) {
            out().printf("%s %s%n", invariant.holds() ? "holds " : "BROKEN", invariant.name());
            out().printf("       %s%n", invariant.figures());
        }
        out().flush();
        if (report != null) {
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(report.toFile(), Map.of("invariants", invariants));
        }
        long broken = invariants.stream().filter(i -> !i.holds()).count();
        if (broken > 0) {
            throw CommandException.failed(
                    broken + " of " + invariants.size() + " invariants are broken");
        }
        return ExitStatus.OK;
    }
}
