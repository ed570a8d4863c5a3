/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.standalone;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.flink.local.BrokerFolder;
import io.ambidex.flink.local.BrokerProperties;
import io.ambidex.flink.local.LocalPorts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A Kafka broker in a JVM of its own, which can be killed and started again on what it wrote. */
public final class BrokerProcess implements AutoCloseable {
    private static final String NAME = "broker";
    private static final Duration PATIENCE_TO_STOP = Duration.ofSeconds(20);

    private final Path home;
    private final Path properties;
    private final Path folder;
    private final int port;
    private Process process;

    /**
     * @param home the layout
     * @param folder for data, configuration and logs
     */
    public BrokerProcess(Path home, Path folder) throws IOException {
        this.home = home;
        this.folder = Files.createDirectories(folder);
        this.port = freePort();
        Path data = folder.resolve("data");
        BrokerFolder.format(data);
        properties = folder.resolve("server.properties");
        Properties settings = BrokerProperties.of(data, port, freePort());
        try (OutputStream out = Files.newOutputStream(properties)) {
            settings.store(out, null);
        }
    }

    /** How to reach it; stays the same when it is started again. */
    public KafkaConnection connection() {
        return KafkaConnection.to(LocalPorts.HOST + ":" + port);
    }

    /** Starts it; does not wait until it answers. */
    public void start() throws IOException {
        process =
                new ProcessBuilder(
                                List.of(
                                        ProcessHandle.current().info().command().orElse("java"),
                                        "-Xmx512m",
                                        "-XX:+UseSerialGC",
                                        "-XX:TieredStopAtLevel=1",
                                        "-Dlog.file=" + EndedProcess.log(folder, NAME),
                                        "-Dlog4j2.configurationFile="
                                                + home.resolve("conf/log4j2-file.properties"),
                                        "-cp",
                                        home.resolve("local")
                                                + "/*:"
                                                + home.resolve("lib")
                                                + "/*:"
                                                + home.resolve("job")
                                                + "/*",
                                        "kafka.Kafka",
                                        properties.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        EndedProcess.output(folder, NAME).toFile()))
                        .start();
    }

    /** Kills it, as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly().onExit().join();
        process = null;
    }

    /**
     * Checks that it has not ended by itself; one that was killed here does not count.
     *
     * @throws IllegalStateException when it has; the message tells its last words and its logs
     */
    public void requireAlive() throws IOException {
        if (process != null && !process.isAlive()) {
            throw EndedProcess.of(NAME, process.pid(), folder);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            try {
                process.onExit()
                        .orTimeout(PATIENCE_TO_STOP.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
            } catch (CompletionException e) {
                kill();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LocalPorts.HOST))) {
            return socket.getLocalPort();
        }
    }
}
