/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.standalone;

import io.ambidex.flink.cli.BaseCommand;
import io.ambidex.flink.cli.CommandException;
import io.ambidex.flink.cli.CommandGroup;
import io.ambidex.flink.cli.CommandRunner;
import io.ambidex.flink.cli.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.util.NetUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command behind {@code bin/standalone}. */
@Command(
        name = "standalone",
        description = "A Flink cluster of separate JVMs on this machine.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StandaloneCommand.Start.class,
            StandaloneCommand.Stop.class,
            StandaloneCommand.Kill.class,
            StandaloneCommand.Restart.class,
            StandaloneCommand.Status.class,
            StandaloneCommand.Address.class
        })
public final class StandaloneCommand extends CommandGroup {
    private StandaloneCommand() {}

    /** Runs the command and ends the JVM with its exit status. */
    public static void main(String[] args) {
        System.exit(CommandRunner.run(new StandaloneCommand(), args));
    }

    /** Where the cluster lives; the same for all commands. */
    static final class Place {
        @Option(
                names = "--dir",
                paramLabel = "DIR",
                description =
                        "Folder for logs, process ids and state. Default: standalone beside the layout.")
        private Path dir;

        ClusterFolder folder() {
            return new ClusterFolder(
                    (dir == null ? home().resolveSibling("standalone") : dir).toAbsolutePath());
        }

        StandaloneCluster cluster() {
            return new StandaloneCluster(home(), folder());
        }

        private static Path home() {
            String home = System.getProperty("ambidex.home");
            if (home == null) {
                throw CommandException.usage("the system property ambidex.home is not set");
            }
            return Path.of(home).toAbsolutePath();
        }
    }

    @Command(
            name = "start",
            description = "Start a job manager and task managers, and wait until they are ready.")
    static final class Start extends BaseCommand {
        @Mixin private Place place;

        @Option(
                names = {"-n", "--taskmanagers"},
                paramLabel = "N",
                defaultValue = "1",
                description = "Number of task managers. Default: ${DEFAULT-VALUE}.")
        private int taskManagers;

        @Option(
                names = "--port",
                paramLabel = "PORT",
                defaultValue = "8081",
                description =
                        "Port of the REST endpoint and the web UI; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
        private int port;

        @Option(
                names = "--metrics-port",
                paramLabel = "PORTS",
                description =
                        "Ports at which Prometheus can scrape the processes, on all interfaces: a range as "
                                + "9249-9260, of which each takes the first free one. Default: none.")
        private String metricsPorts;

        @Option(
                names = "--timeout",
                paramLabel = "SECONDS",
                defaultValue = "120",
                description = "How long to wait for the task managers. Default: ${DEFAULT-VALUE}.")
        private int timeoutSeconds;

        @Override
        public Integer call() throws IOException, InterruptedException {
            if (taskManagers < 1) {
                throw CommandException.usage(
                        "--taskmanagers must be 1 or more, but is " + taskManagers);
            }
            if (port < 0 || port > 65535) {
                throw CommandException.usage("--port must be 0 to 65535, but is " + port);
            }
            requirePorts();
            String address =
                    place.cluster()
                            .start(
                                    taskManagers,
                                    port,
                                    metricsPorts,
                                    Duration.ofSeconds(timeoutSeconds));
            out().printf(
                            "cluster at http://%s with %d task manager%s; logs in %s%n",
                            address,
                            taskManagers,
                            taskManagers == 1 ? "" : "s",
                            place.folder().log());
            return ExitStatus.OK;
        }

        private void requirePorts() {
            try {
                if (metricsPorts != null) {
                    NetUtils.getPortRangeFromString(metricsPorts);
                }
            } catch (IllegalArgumentException | IllegalConfigurationException e) {
                throw CommandException.usage(
                        "--metrics-port must be a port or a range as 9249-9260, but is "
                                + metricsPorts);
            }
        }
    }

    @Command(name = "stop", description = "Stop what start has started.")
    static final class Stop extends BaseCommand {
        @Mixin private Place place;

        @Override
        public Integer call() throws IOException {
            List<String> stopped = place.cluster().stop();
            out().println(
                            stopped.isEmpty()
                                    ? "no cluster runs"
                                    : "stopped " + String.join(", ", stopped));
            return ExitStatus.OK;
        }
    }

    @Command(
            name = "kill",
            description = "Kill one process at once (kill -9), to see what comes of it.")
    static final class Kill extends BaseCommand {
        @Mixin private Place place;

        @Parameters(paramLabel = "PROCESS", description = "jobmanager or taskmanager-N.")
        private String name;

        @Override
        public Integer call() throws IOException {
            place.cluster().kill(name);
            out().println("killed " + name);
            return ExitStatus.OK;
        }
    }

    @Command(name = "restart", description = "Start one process that was killed once more.")
    static final class Restart extends BaseCommand {
        @Mixin private Place place;

        @Parameters(paramLabel = "PROCESS", description = "jobmanager or taskmanager-N.")
        private String name;

        @Override
        public Integer call() throws IOException {
            place.cluster().restart(name);
            out().println("started " + name);
            return ExitStatus.OK;
        }
    }

    @Command(name = "status", description = "Show the processes; fails when none is alive.")
    static final class Status extends BaseCommand {
        @Mixin private Place place;

        @Override
        public Integer call() throws IOException {
            List<String> alive = place.cluster().alive();
            if (alive.isEmpty()) {
                throw CommandException.failed("no cluster runs in " + place.folder().root());
            }
            alive.forEach(out()::println);
            return ExitStatus.OK;
        }
    }

    @Command(name = "address", description = "Print host:port of the REST endpoint.")
    static final class Address extends BaseCommand {
        @Mixin private Place place;

        @Override
        public Integer call() throws IOException {
            Path file = place.folder().addressFile();
            if (!Files.exists(file)) {
                throw CommandException.failed("no cluster runs in " + place.folder().root());
            }
            out().println(Files.readString(file).strip());
            return ExitStatus.OK;
        }
    }
}
