/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.flink.dashboard.Dashboard;
import io.ambidex.flink.dashboard.DashboardSettings;
import io.ambidex.flink.options.KafkaSettings;
import java.io.IOException;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Option;

/** The live page beside a job in this JVM. */
final class PageMixin {
    @Option(
            names = "--page",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Whether to serve the live page on the loopback interface, as ambidex monitor "
                            + "does, while the job runs in this JVM. Default: ${DEFAULT-VALUE}.")
    private boolean page;

    @Option(
            names = "--page-port",
            paramLabel = "N",
            description = "Port of the page; 0 for any free one. Default: 0.")
    private Integer port;

    /**
     * Refuses a port where there is no page.
     *
     * @param here whether the job runs in this JVM
     */
    void check(boolean here) {
        if (port != null && !here) {
            throw CommandException.usage(
                    "--page-port is for a job in this JVM; ambidex monitor shows one on a cluster");
        }
        if (port != null && !page) {
            throw CommandException.usage("--page-port and --no-page exclude each other");
        }
    }

    /**
     * Serves the page.
     *
     * @param options options of the job
     * @return null when there shall be none
     * @throws IOException if the port is taken; the message says which
     */
    Dashboard start(Configuration options) throws IOException {
        return page
                ? Dashboard.start(
                        settings(),
                        KafkaSettings.connection(options),
                        KafkaSettings.topics(options))
                : null;
    }

    private DashboardSettings settings() {
        try {
            return DashboardSettings.DEFAULT.withPort(port == null ? 0 : port);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--page-port: " + e.getMessage());
        }
    }
}
