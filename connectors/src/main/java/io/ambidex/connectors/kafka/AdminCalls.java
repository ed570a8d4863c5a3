/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/** Kafka's admin client, with answers that come within a time and failures that say what is up. */
final class AdminCalls implements AutoCloseable {
    private final Duration timeout;
    private final Failures failures;
    private final Admin admin;

    /**
     * @throws KafkaAccessException if Kafka's client does not take the properties
     */
    AdminCalls(KafkaConnection connection, Duration timeout) throws KafkaAccessException {
        this.timeout = timeout;
        this.failures = new Failures(connection, timeout);
        Properties properties = connection.properties();
        String millis = Long.toString(Math.max(1, timeout.toMillis()));
        properties.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        properties.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        try {
            admin = Admin.create(properties);
        } catch (KafkaException e) {
            throw failures.noClient(e);
        }
    }

    Admin admin() {
        return admin;
    }

    Failures failures() {
        return failures;
    }

    /** Waits for an answer; Kafka's own timeout comes first unless its client is stuck. */
    <T> T get(KafkaFuture<T> future) throws ExecutionException, KafkaAccessException {
        try {
            return future.get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failures.noAnswer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures.interrupted();
        }
    }

    /** Closes the client at once. */
    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
