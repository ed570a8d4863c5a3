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
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;

/**
 * One job manager and N task managers, each a JVM of its own with the layout's {@code lib} as its
 * class path. The processes outlive the launcher; {@link #stop} finds them by their files.
 */
public final class StandaloneCluster {
    private static final Duration PATIENCE_TO_STOP = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Name of the process of the job manager. */
    public static final String JOB_MANAGER = "jobmanager";

    private static final String TASK_MANAGER = "taskmanager-";

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
     * @param home the layout, with {@code lib} and {@code conf}
     * @param folder where the cluster keeps its own files
     */
    public StandaloneCluster(Path home, Path folder) {
        this(home, new ClusterFolder(folder));
    }

    /** Name of the process of a task manager, numbered from 1. */
    public static String taskManager(int number) {
        return TASK_MANAGER + number;
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
        return start(taskManagers, restPort, metricsPorts, patience, Map.of());
    }

    /**
     * As {@link #start(int, int, String, Duration)}.
     *
     * @param further options of Flink that go before those of the layout
     */
    public String start(
            int taskManagers,
            int restPort,
            String metricsPorts,
            Duration patience,
            Map<String, String> further)
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
                ClusterConfiguration.write(
                        home.resolve("conf"), folder, port, metricsPorts, further);
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
    public List<String> stop() throws IOException {
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

    /**
     * Kills a process at once, as {@code kill -9} does; the others are left alone.
     *
     * @param name {@link #JOB_MANAGER} or {@link #taskManager}
     * @throws IllegalStateException when no such process is alive
     */
    public void kill(String name) throws IOException {
        process(name).kill();
    }

    /**
     * Starts a process that was killed once more, with the configuration, ports and folders that it
     * had.
     *
     * @param name {@link #JOB_MANAGER} or {@link #taskManager}
     * @throws IllegalStateException when it is alive, or was never started
     */
    public void restart(String name) throws IOException {
        Configuration configuration = ClusterConfiguration.read(folder);
        if (isAlive(name)) {
            throw new IllegalStateException(name + " runs already");
        }
        if (name.equals(JOB_MANAGER)) {
            launch(ClusterProcess.jobManager(configuration));
        } else if (name.matches(TASK_MANAGER + "[1-9][0-9]*")) {
            launch(
                    ClusterProcess.taskManager(
                            configuration,
                            Integer.parseInt(name.substring(TASK_MANAGER.length()))));
        } else {
            throw new IllegalStateException("there is no process " + name);
        }
    }

    /** Whether a process is alive. */
    public boolean isAlive(String name) throws IOException {
        return folder.processes().stream().anyMatch(p -> p.name().equals(name) && p.alive());
    }

    /**
     * Checks that no process has ended by itself; those that were killed or stopped here are
     * forgotten and do not count. Cheap enough for every turn of a loop that waits for the job.
     *
     * @throws IllegalStateException when one has; the message names it, its last words and its logs
     */
    public void requireAlive() throws IOException {
        for (RunningProcess process : folder.processes()) {
            if (!process.alive()) {
                throw EndedProcess.of(process.name(), process.pid(), folder.log());
            }
        }
    }

    /** Process id of a process that is alive. */
    public long pid(String name) throws IOException {
        return process(name).pid();
    }

    private RunningProcess process(String name) throws IOException {
        return folder.processes().stream()
                .filter(p -> p.name().equals(name) && p.alive())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no process " + name + " is alive"));
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
        command.add("-Dlog.file=" + EndedProcess.log(folder.log(), process.name()));
        command.add("-Dlog4j2.configurationFile=" + home.resolve("conf/log4j2-file.properties"));
        command.addAll(List.of("-cp", home.resolve("lib") + "/*", process.mainClass()));
        command.addAll(List.of("--configDir", folder.conf().toString()));
        command.addAll(process.arguments());
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        EndedProcess.output(folder.log(), process.name())
                                                .toFile()));
        builder.environment().put("FLINK_CONF_DIR", folder.conf().toString());
        builder.environment().put("FLINK_LIB_DIR", home.resolve("lib").toString());
        builder.environment().put("FLINK_PLUGINS_DIR", home.resolve("plugins").toString());
        RunningProcess.remember(folder.run(), process.name(), builder.start().toHandle());
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
            requireAlive();
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
}
