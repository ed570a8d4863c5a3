/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.flink.dashboard.Dashboard;
import io.ambidex.flink.dashboard.DashboardSettings;
import io.ambidex.flink.dashboard.control.ControlAccess;
import io.ambidex.flink.options.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the live page of a running job. */
@Command(
        name = "monitor",
        description = {
            "Follow the output topics of a running job and show on a page how balanced its learning "
                    + "is.",
            "The page listens on the loopback interface and asks nothing of the outside."
        })
final class MonitorCommand extends BaseCommand {
    @Mixin private ConfigMixin config;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = DashboardSettings.LOOPBACK,
            description =
                    "Interface to listen on. Everybody who can reach it can look: the page asks for "
                            + "no password. Default: ${DEFAULT-VALUE}.")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8055",
            description = "Port to listen on; 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--history",
            paramLabel = "HOURS",
            defaultValue = "24",
            description = "How many hours back the page begins. Default: ${DEFAULT-VALUE}.")
    private int historyHours;

    @Option(
            names = "--control",
            description =
                    "Let the page change the balancing method and its options, through the control "
                            + "topic, for whoever knows the token. Default: nobody may.")
    private boolean control;

    @Option(
            names = "--control-token-file",
            paramLabel = "FILE",
            description =
                    "File with the token for --control, 16 characters or more. Default: a new token "
                            + "is made and printed.")
    private Path controlTokenFile;

    @Override
    public Integer call() throws Exception {
        Configuration options = config.read();
        String token = token();
        try (Dashboard dashboard =
                Dashboard.start(
                        settings(token),
                        KafkaSettings.connection(options),
                        KafkaSettings.topics(options))) {
            out().println("page     " + dashboard.address());
            out().flush();
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            out().println("closed");
        }
        return ExitStatus.OK;
    }

    private DashboardSettings settings(String token) {
        try {
            return new DashboardSettings(
                    host,
                    port,
                    Duration.ofHours(historyHours),
                    token == null ? ControlAccess.OFF : ControlAccess.token(token));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(e.getMessage());
        }
    }

    /** The token; null when nobody may change anything. */
    private String token() throws IOException {
        if (!control) {
            if (controlTokenFile != null) {
                throw CommandException.usage("--control-token-file needs --control");
            }
            return null;
        }
        if (controlTokenFile != null) {
            return Files.readString(controlTokenFile).strip();
        }
        String token = ControlAccess.newToken();
        out().println("token    " + token);
        return token;
    }
}
