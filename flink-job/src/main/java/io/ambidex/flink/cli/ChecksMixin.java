/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.connectors.kafka.KafkaAccessException;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Option;

/** Whether a job is started without a look at what it needs. */
final class ChecksMixin {
    @Option(
            names = "--checks",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Whether to look at broker, topics and rights before the start. Default: "
                            + "${DEFAULT-VALUE}.")
    private boolean wanted;

    /** Makes sure, if that is wanted, of what {@link StartChecks#requireTopics} asks for. */
    void requireTopics(Configuration options) throws KafkaAccessException {
        if (wanted) {
            StartChecks.requireTopics(options);
        }
    }
}
