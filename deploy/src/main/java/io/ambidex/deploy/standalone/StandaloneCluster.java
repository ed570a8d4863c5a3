/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;

/**
 * One job manager and N task managers, each a JVM of its own with the layout's {@code lib} as its
 * class path. The processes outlive the launcher; {@link #stop} finds them by their files.
 */
final class StandaloneCluster {
    private static final Duration PATIENCE_TO_STOP = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Path home;
    private final ClusterFolder folder;

    /**
     * @param home the layout, with {@code lib} and {@code conf}
     * @param folder where the cluster keeps its own files
     */
    StandaloneCluster(Path home, ClusterFolder folder) {
        this.home = home;
        this.folder = folder;
    }

    /**
     * Starts the processes and waits until all task managers have registered.
     *
     * @param taskManagers 1 or more
     * @param restPort port of the REST endpoint; 0 takes a free one
     * @param metricsPorts ports for Prometheus, one for every process; null for none
     * @param patience how long to wait; what was started is stopped when it is over
     * @return {@code host:port} of the REST endpoint
     * @throws IllegalStateException when a cluster runs already, the port is in use or a process
     *     does not come up; the message says which
     */
    String start(int taskManagers, int restPort, String metricsPorts, Duration patience)
            throws IOException, InterruptedException {
        requireStopped();
        if (restPort != 0 && !ClusterConfiguration.isFree(restPort)) {
            throw new IllegalStateException(
                    "port "
                            + restPort
                            + " is in use: choose another with --port, 0 for a free one");
        }
        folder.create();
        int port = restPort == 0 ? ClusterConfiguration.freePort() : restPort;
        Configuration configuration =
                ClusterConfiguration.write(home.resolve("conf"), folder, port, metricsPorts);
        try {
            launch(ClusterProcess.jobManager(configuration));
            for (int i = 1; i <= taskManagers; i++) {
                launch(ClusterProcess.taskManager(configuration, i));
            }
            awaitTaskManagers(configuration.get(RestOptions.PORT), taskManagers, patience);
        } catch (IOException | RuntimeException | InterruptedException e) {
            stop();
            throw e;
        }
        String address = ClusterConfiguration.HOST + ":" + port;
        Files.writeString(folder.addressFile(), address);
        return address;
    }

    /**
     * Stops all processes, task managers first.
     *
     * @return the names of those that were still alive
     */
    List<String> stop() throws IOException {
        List<String> stopped = new ArrayList<>();
        List<RunningProcess> processes = new ArrayList<>(folder.processes());
        java.util.Collections.reverse(processes);
        for (RunningProcess process : processes) {
            if (process.alive()) {
                stopped.add(process.name());
            }
            process.stop(PATIENCE_TO_STOP);
        }
        Files.deleteIfExists(folder.addressFile());
        return stopped;
    }

    /** Names of the processes that are alive. */
    List<String> alive() throws IOException {
        return folder.processes().stream()
                .filter(RunningProcess::alive)
                .map(p -> p.name() + " (process " + p.pid() + ")")
                .toList();
    }

    private void requireStopped() throws IOException {
        List<String> alive = alive();
        if (!alive.isEmpty()) {
            throw new IllegalStateException(
                    "a cluster runs already in "
                            + folder.root()
                            + ": "
                            + String.join(", ", alive)
                            + "; stop it first");
        }
    }

    private void launch(ClusterProcess process) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(process.jvmOptions());
        Path logFile = folder.log().resolve(process.name() + ".log");
        command.add("-Dlog.file=" + logFile);
        command.add("-Dlog4j2.configurationFile=" + home.resolve("conf/log4j2-file.properties"));
        command.addAll(List.of("-cp", home.resolve("lib") + "/*", process.mainClass()));
        command.addAll(List.of("--configDir", folder.conf().toString()));
        command.addAll(process.arguments());
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(outFile(process.name()).toFile());
        builder.environment().put("FLINK_CONF_DIR", folder.conf().toString());
        builder.environment().put("FLINK_LIB_DIR", home.resolve("lib").toString());
        builder.environment().put("FLINK_PLUGINS_DIR", home.resolve("plugins").toString());
        RunningProcess.remember(folder.run(), process.name(), builder.start().toHandle());
    }

    private Path outFile(String name) {
        return folder.log().resolve(name + ".out");
    }

    private void awaitTaskManagers(int port, int expected, Duration patience)
            throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://"
                                                + ClusterConfiguration.HOST
                                                + ":"
                                                + port
                                                + "/overview"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        long deadline = System.nanoTime() + patience.toNanos();
        while (!registered(client, request, expected)) {
            requireAllAlive();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        expected
                                + " task managers did not register within "
                                + patience.toSeconds()
                                + " s: see "
                                + folder.log());
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    private static boolean registered(HttpClient client, HttpRequest request, int expected)
            throws InterruptedException {
        try {
            String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return body.contains("\"taskmanagers\":" + expected + ",");
        } catch (IOException e) {
            return false;
        }
    }

    private void requireAllAlive() throws IOException {
        for (RunningProcess process : folder.processes()) {
            if (!process.alive()) {
                throw new IllegalStateException(
                        process.name()
                                + " ended at once: "
                                + lastLine(outFile(process.name()))
                                + " (see "
                                + folder.log()
                                + ")");
            }
        }
    }

    private static String lastLine(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
    }
}
