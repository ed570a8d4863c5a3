/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/**
 * The transactions that brokers have open, and the way to end one that nobody will end: a job that
 * is gone for good leaves its last transaction open until its timeout.
 */
public final class OpenTransactions implements AutoCloseable {
    /** What Flink's sink puts behind the prefix of a job. */
    private static final String SUBTASK_AND_CHECKPOINT = "-\\d+-\\d+";

    private final AdminCalls calls;

    /**
     * @param connection how to reach Kafka
     * @param timeout how long the brokers may take for one answer
     * @throws KafkaAccessException if Kafka's client does not take the properties
     */
    public OpenTransactions(KafkaConnection connection, Duration timeout)
            throws KafkaAccessException {
        calls = new AdminCalls(connection, timeout);
    }

    /**
     * Open transactions of one job, the oldest first.
     *
     * @param prefix of its transactional ids; those of a job whose prefix merely begins alike are
     *     not listed
     * @throws KafkaAccessException if the brokers do not tell
     */
    public List<OpenTransaction> list(String prefix) throws KafkaAccessException {
        Pattern idOfTheSink = Pattern.compile(Pattern.quote(prefix) + SUBTASK_AND_CHECKPOINT);
        try {
            List<String> ids =
                    calls.get(calls.admin().listTransactions().all()).stream()
                            .filter(listing -> listing.state() == TransactionState.ONGOING)
                            .map(TransactionListing::transactionalId)
                            .filter(idOfTheSink.asMatchPredicate())
                            .toList();
            Map<String, TransactionDescription> described =
                    calls.get(calls.admin().describeTransactions(ids).all());
            long now = System.currentTimeMillis();
            return described.entrySet().stream()
                    .filter(d -> d.getValue().state() == TransactionState.ONGOING)
                    .map(d -> describe(d.getKey(), d.getValue(), now))
                    .sorted(java.util.Comparator.comparing(OpenTransaction::age).reversed())
                    .toList();
        } catch (ExecutionException e) {
            throw calls.failures().of("DESCRIBE transactions " + prefix + "*", e.getCause());
        }
    }

    /**
     * Aborts what is open under these ids, by fencing their producers: one that is still alive
     * fails.
     *
     * @throws KafkaAccessException if the brokers do not do so
     */
    public void abort(Collection<String> ids) throws KafkaAccessException {
        try {
            calls.get(calls.admin().fenceProducers(ids).all());
        } catch (ExecutionException e) {
            throw calls.failures().of("ABORT transactions of " + ids, e.getCause());
        }
    }

    @Override
    public void close() {
        calls.close();
    }

    private static OpenTransaction describe(String id, TransactionDescription found, long now) {
        return new OpenTransaction(
                id,
                found.topicPartitions().stream()
                        .map(TopicPartition::topic)
                        .distinct()
                        .sorted()
                        .toList(),
                Duration.ofMillis(now - found.transactionStartTimeMs().orElse(now)),
                Duration.ofMillis(found.transactionTimeoutMs()));
    }
}
