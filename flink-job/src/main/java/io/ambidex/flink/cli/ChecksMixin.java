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
                    "Whether to look at broker, topics and rights before the start, and, in this "
                            + "JVM, at the files of the network. Default: ${DEFAULT-VALUE}.")
    private boolean wanted;

    /** Makes sure, if that is wanted, of what {@link StartChecks#requireTopics} asks for. */
    void requireTopics(Configuration options) throws KafkaAccessException {
        if (wanted) {
            StartChecks.requireTopics(options);
        }
    }

    /**
     * Makes sure, if that is wanted, of what {@link NetworkCheck#requireBuildable} asks for.
     *
     * @param goesOn whether the job has a state that says what the network is
     */
    void requireNetwork(Configuration options, boolean goesOn) {
        if (wanted && !goesOn) {
            NetworkCheck.requireBuildable(options);
        }
    }
}
