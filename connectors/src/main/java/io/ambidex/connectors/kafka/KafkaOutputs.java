/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.time.Duration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The sink of all outputs. With {@link DeliveryGuarantee#EXACTLY_ONCE} one transaction covers every
 * topic, and what was written can be read ({@code read_committed}) when the checkpoint is complete;
 * with {@link DeliveryGuarantee#AT_LEAST_ONCE} at once, and after a failure once more.
 */
public final class KafkaOutputs {
    /**
     * How long a transaction may stay open: the largest that a broker allows by default. A job that
     * is down for longer loses what its last checkpoint had not committed yet.
     */
    public static final Duration DEFAULT_TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

    /** Largest request, in bytes: a dead letter with all it may carry, and its frame. */
    static final int MAX_REQUEST_BYTES = DeadLetters.MAX_INPUT_BYTES + (1 << 20);

    private KafkaOutputs() {}

    /**
     * A sink whose transactions may stay open for {@link #DEFAULT_TRANSACTION_TIMEOUT}.
     *
     * @see #sink(KafkaConnection, DeliveryGuarantee, String, Duration)
     */
    public static KafkaSink<OutputRecord> sink(
            KafkaConnection connection, DeliveryGuarantee guarantee, String transactionalIdPrefix) {
        return sink(connection, guarantee, transactionalIdPrefix, DEFAULT_TRANSACTION_TIMEOUT);
    }

    /**
     * A sink for all topics.
     *
     * @param connection how to reach Kafka
     * @param guarantee exactly once or at least once
     * @param transactionalIdPrefix names the job's transactions: unique among the jobs of a Kafka
     *     cluster, and the same for every restart of the job
     * @param transactionTimeout how long a transaction may stay open; at most the broker's {@code
     *     transaction.max.timeout.ms}, which {@link TopicAdmin#checkTransactionTimeout} compares
     * @throws IllegalArgumentException if the guarantee is none, the prefix is blank, or the
     *     timeout is not between 1 ms and {@link Integer#MAX_VALUE} ms
     */
    public static KafkaSink<OutputRecord> sink(
            KafkaConnection connection,
            DeliveryGuarantee guarantee,
            String transactionalIdPrefix,
            Duration transactionTimeout) {
        if (guarantee == DeliveryGuarantee.NONE) {
            throw new IllegalArgumentException(
                    "outputs are delivered exactly once or at least once, but the guarantee is none");
        }
        if (transactionalIdPrefix.isBlank()) {
            throw new IllegalArgumentException("the prefix of transactional ids is blank");
        }
        long timeoutMillis = transactionTimeout.toMillis();
        if (timeoutMillis < 1 || timeoutMillis > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "the transaction timeout must be between 1 and "
                            + Integer.MAX_VALUE
                            + " ms, but is "
                            + timeoutMillis
                            + " ms");
        }
        KafkaSinkBuilder<OutputRecord> builder =
                KafkaSink.<OutputRecord>builder()
                        .setProperty(
                                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                                Integer.toString(MAX_REQUEST_BYTES))
                        .setKafkaProducerConfig(connection.properties())
                        .setDeliveryGuarantee(guarantee)
                        .setTransactionalIdPrefix(transactionalIdPrefix)
                        .setRecordSerializer(new OutputRecordSchema());
        if (guarantee == DeliveryGuarantee.EXACTLY_ONCE) {
            builder.setProperty(
                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(timeoutMillis));
        }
        return builder.build();
    }
}
