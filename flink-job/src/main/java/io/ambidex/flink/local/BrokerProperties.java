/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import java.nio.file.Path;
import java.util.Properties;

/**
 * The configuration of a Kafka node that is broker and controller in one, small enough to live
 * beside a job. The same properties serve {@link EmbeddedKafka} and, written to a file, a JVM of
 * its own that runs {@code kafka.Kafka}.
 */
public final class BrokerProperties {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String BROKER_LISTENER = "PLAINTEXT";
    private static final String LARGEST_MESSAGE = Integer.toString(16 << 20);

    private BrokerProperties() {}

    /**
     * Properties for Kafka's server.
     *
     * @param directory where the node keeps its log
     * @param brokerPort port for clients
     * @param controllerPort port for the node itself
     */
    public static Properties of(Path directory, int brokerPort, int controllerPort) {
        Properties p = new Properties();
        String broker = BROKER_LISTENER + "://" + LocalPorts.HOST + ":" + brokerPort;
        String controller = LocalPorts.HOST + ":" + controllerPort;
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", Integer.toString(NODE_ID));
        p.setProperty("controller.quorum.voters", NODE_ID + "@" + controller);
        p.setProperty("listeners", broker + "," + CONTROLLER_LISTENER + "://" + controller);
        p.setProperty("advertised.listeners", broker);
        p.setProperty("controller.listener.names", CONTROLLER_LISTENER);
        p.setProperty("inter.broker.listener.name", BROKER_LISTENER);
        p.setProperty("log.dirs", directory.toString());
        addTopics(p);
        addSizes(p);
        return p;
    }

    private static void addTopics(Properties p) {
        // A mistyped topic must be an error, not a new topic with the wrong settings.
        p.setProperty("auto.create.topics.enable", "false");
        for (String topic : new String[] {"offsets.topic", "share.coordinator.state.topic"}) {
            p.setProperty(topic + ".replication.factor", "1");
            p.setProperty(topic + ".num.partitions", "1");
        }
        p.setProperty("share.coordinator.state.topic.min.isr", "1");
        p.setProperty("transaction.state.log.replication.factor", "1");
        p.setProperty("transaction.state.log.num.partitions", "1");
        p.setProperty("transaction.state.log.min.isr", "1");
        // One consumer in a group has nobody to wait for.
        p.setProperty("group.initial.rebalance.delay.ms", "0");
    }

    private static void addSizes(Properties p) {
        p.setProperty("message.max.bytes", LARGEST_MESSAGE);
        p.setProperty("replica.fetch.max.bytes", LARGEST_MESSAGE);
        p.setProperty("num.network.threads", "2");
        p.setProperty("num.io.threads", "2");
        p.setProperty("background.threads", "1");
        p.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
    }
}
