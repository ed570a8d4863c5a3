/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.connectors.kafka.StartingOffsets;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.replay.ReplayCheck;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains again from the topics, and compares the bits. */
@Command(
        name = "replay",
        description = {
            "Train again, in this JVM, on the inputs as they stand on the topics, and compare every "
                    + "version with the ledger, bit for bit. Writes nothing to Kafka.",
            "Ends with status 0 only if all versions after the same step are the same."
        })
final class ReplayCommand extends BaseCommand {
    @Mixin private ConfigMixin config;

    @Option(
            names = "--from",
            paramLabel = "earliest|timestamp:MILLIS",
            defaultValue = "earliest",
            description = "Where the job began to read its inputs. Default: ${DEFAULT-VALUE}.")
    private String from;

    @Option(
            names = "--expect",
            paramLabel = "DIGEST",
            description = "A version with this digest must come: sha256:HEX.")
    private String digest;

    @Override
    public Integer call() throws Exception {
        Configuration options = config.read();
        requireForms();
        options.set(ConnectionOptions.STARTING_OFFSETS, from);
        JobValidation.requireValid(options);
        ReplayCheck.Result result = check(options);
        out().printf(
                        "%d versions compared, the same up to step %d; %d decisions that another"
                                + " run may make otherwise%n",
                        result.compared(), result.lastSameStep(), result.nonRepeatableDecisions());
        if (result.problem() != null) {
            throw CommandException.failed("not the same: " + result.problem());
        }
        out().println("the same, bit for bit");
        return ExitStatus.OK;
    }

    private void requireForms() {
        try {
            StartingOffsets.parse(from);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--from: " + e.getMessage());
        }
        if (digest != null && !digest.matches("sha256:[0-9a-f]{64}")) {
            throw CommandException.usage(
                    "--expect must be sha256: and 64 hexadecimal digits, was '" + digest + "'");
        }
    }

    private ReplayCheck.Result check(Configuration options) throws Exception {
        try {
            return new ReplayCheck(options, digest).run(this::show);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(e.getMessage());
        }
    }

    private void show(LedgerEntry entry) {
        out().printf(
                        "version %d  step %d  %d examples  %s%n",
                        entry.getNumber(),
                        entry.getLastStep(),
                        entry.getEndExample(),
                        entry.getDigest());
        out().flush();
    }
}
