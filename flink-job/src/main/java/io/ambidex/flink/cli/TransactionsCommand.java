/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.connectors.kafka.KafkaAccessException;
import io.ambidex.connectors.kafka.OpenTransaction;
import io.ambidex.connectors.kafka.OpenTransactions;
import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.options.KafkaSettings;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows and ends transactions that hold readers back. */
@Command(
        name = "transactions",
        description = {
            "List the open transactions of a job, and abort those that nobody will end.",
            "A job that is gone for good leaves its last transaction open until its timeout; until "
                    + "then read_committed readers see nothing behind it. A job that goes on from a "
                    + "checkpoint ends it by itself: abort nothing that a checkpoint may still commit."
        })
final class TransactionsCommand extends BaseCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Mixin private ConfigMixin config;

    @Option(
            names = "--abort",
            description = "Abort those that are listed. Their producers, if alive, fail.")
    private boolean abort;

    @Option(
            names = "--older-than",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Only those that have been open for longer. Default: ${DEFAULT-VALUE}.")
    private long olderThanSeconds;

    @Override
    public Integer call() throws KafkaAccessException {
        Configuration options = config.read();
        try (OpenTransactions broker =
                new OpenTransactions(KafkaSettings.connection(options), PATIENCE)) {
            List<OpenTransaction> open =
                    broker.list(options.get(ConnectionOptions.TRANSACTIONAL_ID_PREFIX)).stream()
                            .filter(t -> t.age().toSeconds() >= olderThanSeconds)
                            .toList();
            open.forEach(out()::println);
            if (abort) {
                broker.abort(open.stream().map(OpenTransaction::id).toList());
            }
            out().printf("%d %s%n", open.size(), abort ? "aborted" : "open");
        }
        return ExitStatus.OK;
    }
}
