/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.TopicAdmin;
import io.ambidex.connectors.kafka.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One broker for all tests of a JVM, started by the first that needs it and closed when the last is
 * done.
 *
 * <pre>{@code
 * @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();
 *
 * Topics topics = KAFKA.newTopics(2); // names that no other test has
 * }</pre>
 */
public final class KafkaExtension implements BeforeAllCallback {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final AtomicInteger NEXT = new AtomicInteger(1);

    private Broker broker;

    @Override
    public void beforeAll(ExtensionContext context) {
        broker =
                context.getRoot()
                        .getStore(ExtensionContext.Namespace.create(KafkaExtension.class))
                        .getOrComputeIfAbsent(Broker.class, type -> Broker.start(), Broker.class);
    }

    /** How to reach the broker. */
    public KafkaConnection connection() {
        return broker.kafka.connection();
    }

    /** A name that no other test of this JVM has: for groups and transactions. */
    public String uniqueName() {
        return "test-" + NEXT.getAndIncrement();
    }

    /** Creates a job's topics under names that no other test has. */
    public Topics newTopics(int partitions) throws Exception {
        Topics topics = Topics.defaults().withPrefix(uniqueName() + "-");
        try (TopicAdmin admin = admin()) {
            admin.create(topics.all(), partitions, 1, true);
        }
        return topics;
    }

    /** A client that the caller closes. */
    public TopicAdmin admin() throws Exception {
        return new TopicAdmin(connection(), TIMEOUT);
    }

    private record Broker(EmbeddedKafka kafka, Path directory) implements AutoCloseable {
        static Broker start() {
            try {
                Path directory = Files.createTempDirectory("ambidex-kafka");
                return new Broker(EmbeddedKafka.start(directory), directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            kafka.close();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
