/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Says in one line, without secrets, what Kafka's client reports. */
final class Failures {
    private final KafkaConnection connection;
    private final Duration timeout;

    Failures(KafkaConnection connection, Duration timeout) {
        this.connection = connection;
        this.timeout = timeout;
    }

    /** What came of an operation on the cluster, such as {@code CREATE topic audio}. */
    KafkaAccessException of(String operation, Throwable cause) {
        if (cause instanceof TimeoutException) {
            return noAnswer();
        }
        String kafka = "Kafka at " + connection.bootstrapServers();
        if (cause instanceof AuthenticationException) {
            return new KafkaAccessException(kafka + " does not know this user: " + line(cause));
        }
        if (cause instanceof AuthorizationException) {
            return new KafkaAccessException(kafka + " does not let this user " + operation);
        }
        return new KafkaAccessException(kafka + " could not " + operation + ": " + line(cause));
    }

    /**
     * What is wrong with one topic, where others may be well.
     *
     * @throws KafkaAccessException if the cause is none of the topic's
     */
    String problem(String topic, String operation, Throwable cause) throws KafkaAccessException {
        if (cause instanceof UnknownTopicOrPartitionException) {
            return "topic " + topic + " does not exist";
        }
        if (cause instanceof AuthorizationException) {
            return "topic " + topic + ": this user may not " + operation + " it";
        }
        throw of(operation + " topic " + topic, cause);
    }

    /** No broker answered in time. */
    KafkaAccessException noAnswer() {
        return new KafkaAccessException(
                "no Kafka broker answers at "
                        + connection.bootstrapServers()
                        + " within "
                        + timeout.toMillis()
                        + " ms");
    }

    /** Kafka's client did not take its properties. */
    KafkaAccessException noClient(KafkaException e) {
        return new KafkaAccessException(
                "no Kafka client can be made for "
                        + connection.bootstrapServers()
                        + ": "
                        + line(e.getCause() == null ? e : e.getCause()));
    }

    /** The thread was told to end. */
    KafkaAccessException interrupted() {
        return new KafkaAccessException(
                "interrupted while waiting for Kafka at " + connection.bootstrapServers());
    }

    private String line(Throwable cause) {
        return connection.redact(String.valueOf(cause.getMessage())).replaceAll("\\s+", " ");
    }
}
