/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import io.ambidex.connectors.kafka.KafkaConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;

/**
 * A real Kafka broker (KRaft, one node) in this JVM, on the loopback interface, without security.
 * Topics and records outlive it: another one on the same directory goes on with them.
 *
 * <pre>{@code
 * try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
 *         TopicAdmin admin = new TopicAdmin(kafka.connection(), Duration.ofSeconds(10))) {
 *     admin.create(Topics.defaults().all(), 1, 1, true);
 * }
 * }</pre>
 *
 * <p>The broker logs much: set {@code org.apache.kafka}, {@code kafka} and {@code
 * state.change.logger} to {@code WARN} or above.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private boolean closed;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.bootstrapServers = LocalPorts.HOST + ":" + port;
    }

    /**
     * Starts a broker on a free port and waits until it answers.
     *
     * @param directory where it keeps its log; made when missing
     * @throws IOException if the directory cannot be used or the broker does not start
     */
    public static EmbeddedKafka start(Path directory) throws IOException {
        try {
            return startOn(directory, LocalPorts.twoFree(), Map.of());
        } catch (PortInUseException e) {
            // Another process took one between the choice and the use.
            return startOn(directory, LocalPorts.twoFree(), Map.of());
        }
    }

    /**
     * Starts a broker on a given port and waits until it answers.
     *
     * @param directory where it keeps its log; made when missing
     * @param port port for clients; the node's own port is a free one
     * @throws PortInUseException if something else listens there
     * @throws IOException if the directory cannot be used or the broker does not start
     */
    public static EmbeddedKafka start(Path directory, int port) throws IOException {
        int[] free = LocalPorts.twoFree();
        return startOn(directory, new int[] {port, free[0] == port ? free[1] : free[0]}, Map.of());
    }

    /** The address for clients, as {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** How to reach it. */
    public KafkaConnection connection() {
        return KafkaConnection.to(bootstrapServers);
    }

    /** Stops the broker and waits for it; the directory stays. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            server.shutdown();
            server.awaitShutdown();
        }
    }

    /**
     * Starts a broker with further properties of Kafka's server.
     *
     * @param ports for clients and for the node itself
     */
    static EmbeddedKafka startOn(Path directory, int[] ports, Map<String, String> further)
            throws IOException {
        for (int port : ports) {
            LocalPorts.requireFree(port);
        }
        BrokerFolder.format(directory);
        // Kafka's fault handlers halt the JVM, which is not theirs here.
        Exit.setHaltProcedure(EmbeddedKafka::refuseToExit);
        Exit.setExitProcedure(EmbeddedKafka::refuseToExit);
        Properties properties = BrokerProperties.of(directory, ports[0], ports[1]);
        properties.putAll(further);
        try {
            KafkaRaftServer server =
                    new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
            server.startup();
            return new EmbeddedKafka(server, ports[0]);
        } catch (RuntimeException e) {
            for (int port : ports) {
                LocalPorts.requireFree(port);
            }
            throw new IOException("the Kafka broker in " + directory + " does not start: " + e, e);
        } finally {
            Exit.resetHaltProcedure();
            Exit.resetExitProcedure();
        }
    }

    private static void refuseToExit(int status, String message) {
        throw new IllegalStateException("exit status " + status + ": " + message);
    }
}
