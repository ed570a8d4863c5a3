/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes a job's topics and checks them. Every call answers within the time given. */
public final class TopicAdmin implements AutoCloseable {
    private static final Duration VISIBLE_POLL = Duration.ofMillis(20);
    private static final String TRANSACTION_MAX_TIMEOUT = "transaction.max.timeout.ms";

    private final Duration timeout;
    private final AdminCalls calls;
    private final Failures failures;
    private final Admin admin;

    /**
     * Opens a client; the first call reaches for the broker.
     *
     * @param connection how to reach Kafka
     * @param timeout how long one call may take
     * @throws KafkaAccessException if Kafka's client does not take the properties
     */
    public TopicAdmin(KafkaConnection connection, Duration timeout) throws KafkaAccessException {
        this.timeout = timeout;
        calls = new AdminCalls(connection, timeout);
        failures = calls.failures();
        admin = calls.admin();
    }

    /**
     * Creates the topics that do not exist, with the settings they need. Those that exist are left
     * as they are: see {@link #problems}.
     *
     * @param topics the topics
     * @param partitions partitions of the inputs, predictions and dead letters; the other topics,
     *     which are small and ordered, get one
     * @param replicationFactor copies of each partition; -1 for the broker's default
     * @param replayable whether the inputs are kept for ever, see {@link TopicSetting#required}
     * @return the topics that were created
     * @throws KafkaAccessException if the broker does not answer or refuses
     */
    public List<Topic> create(
            Collection<Topic> topics, int partitions, int replicationFactor, boolean replayable)
            throws KafkaAccessException {
        Map<String, KafkaFuture<Void>> results =
                admin.createTopics(
                                topics.stream()
                                        .map(
                                                topic ->
                                                        newTopic(
                                                                topic,
                                                                partitions,
                                                                replicationFactor,
                                                                replayable))
                                        .toList())
                        .values();
        List<Topic> created = new ArrayList<>();
        for (Topic topic : topics) {
            try {
                calls.get(results.get(topic.name()));
                created.add(topic);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw failures.of("CREATE topic " + topic, e.getCause());
                }
            }
        }
        awaitVisible(created);
        return created;
    }

    /** Brokers learn of a new topic a little later than the controller that has made it. */
    private void awaitVisible(List<Topic> created) throws KafkaAccessException {
        long deadline = System.nanoTime() + timeout.toNanos();
        for (Topic topic : created) {
            while (!isVisible(topic)) {
                if (System.nanoTime() > deadline) {
                    throw failures.noAnswer();
                }
                LockSupport.parkNanos(VISIBLE_POLL.toNanos());
            }
        }
    }

    private boolean isVisible(Topic topic) throws KafkaAccessException {
        try {
            calls.get(
                    admin.describeTopics(List.of(topic.name()))
                            .topicNameValues()
                            .get(topic.name()));
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            if (e.getCause() instanceof AuthorizationException) {
                return true; // May create but not look: nothing to wait for.
            }
            throw failures.of("DESCRIBE topic " + topic, e.getCause());
        }
    }

    /**
     * What is wrong with the topics.
     *
     * @param replayable whether the inputs must be kept for ever
     * @return one line for each problem, with wanted and actual value; empty when all is well
     * @throws KafkaAccessException if the broker does not answer, or does not know the user
     */
    public List<String> problems(Collection<Topic> topics, boolean replayable)
            throws KafkaAccessException {
        List<String> problems = new ArrayList<>();
        List<Topic> existing = new ArrayList<>();
        Map<String, KafkaFuture<TopicDescription>> descriptions =
                admin.describeTopics(topics.stream().map(Topic::name).toList()).topicNameValues();
        for (Topic topic : topics) {
            try {
                calls.get(descriptions.get(topic.name()));
                existing.add(topic);
            } catch (ExecutionException e) {
                problems.add(failures.problem(topic.name(), "DESCRIBE", e.getCause()));
            }
        }
        Map<ConfigResource, KafkaFuture<Config>> configs =
                admin.describeConfigs(existing.stream().map(TopicAdmin::resource).toList())
                        .values();
        for (Topic topic : existing) {
            try {
                Config config = calls.get(configs.get(resource(topic)));
                problems.addAll(unmet(topic, config, replayable));
            } catch (ExecutionException e) {
                problems.add(failures.problem(topic.name(), "DESCRIBE_CONFIGS", e.getCause()));
            }
        }
        return problems;
    }

    /**
     * The number of partitions of a topic, for the parallelism of its source.
     *
     * @throws KafkaAccessException if the topic does not exist or the broker does not answer
     */
    public int partitions(String topic) throws KafkaAccessException {
        try {
            return calls.get(admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
                    .partitions()
                    .size();
        } catch (ExecutionException e) {
            throw new KafkaAccessException(failures.problem(topic, "DESCRIBE", e.getCause()));
        }
    }

    /**
     * Compares a transaction timeout with what the broker allows; it would refuse a longer one when
     * the job is running.
     *
     * @return what is wrong, as one line; empty when the timeout is allowed, or the user may not
     *     see the broker's limit
     * @throws KafkaAccessException if the broker does not answer
     */
    public Optional<String> checkTransactionTimeout(Duration transactionTimeout)
            throws KafkaAccessException {
        try {
            for (Node node : calls.get(admin.describeCluster().nodes())) {
                ConfigResource broker =
                        new ConfigResource(ConfigResource.Type.BROKER, node.idString());
                Config config =
                        calls.get(admin.describeConfigs(List.of(broker)).values().get(broker));
                ConfigEntry limit = config.get(TRANSACTION_MAX_TIMEOUT);
                if (limit != null
                        && transactionTimeout.toMillis() > Long.parseLong(limit.value())) {
                    return Optional.of(
                            "the transaction timeout is "
                                    + transactionTimeout.toMillis()
                                    + " ms, but broker "
                                    + node.idString()
                                    + " allows "
                                    + TRANSACTION_MAX_TIMEOUT
                                    + " "
                                    + limit.value());
                }
            }
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return Optional.empty();
            }
            throw failures.of("DESCRIBE the cluster", e.getCause());
        }
    }

    /** Closes the client at once. */
    @Override
    public void close() {
        calls.close();
    }

    private static NewTopic newTopic(
            Topic topic, int partitions, int replicationFactor, boolean replayable) {
        Map<String, String> settings = new HashMap<>();
        for (TopicSetting setting : TopicSetting.required(topic.role(), replayable)) {
            settings.put(setting.name(), setting.wanted());
        }
        boolean parallel =
                topic.role().isTimedInput()
                        || topic.role() == TopicRole.PREDICTIONS
                        || topic.role() == TopicRole.DEAD_LETTERS;
        return new NewTopic(topic.name(), parallel ? partitions : 1, (short) replicationFactor)
                .configs(settings);
    }

    private static List<String> unmet(Topic topic, Config config, boolean replayable) {
        List<String> problems = new ArrayList<>();
        for (TopicSetting setting : TopicSetting.required(topic.role(), replayable)) {
            ConfigEntry entry = config.get(setting.name());
            String actual = entry == null ? "not set" : entry.value();
            if (!setting.isMetBy(actual)) {
                problems.add("topic " + topic + " needs " + setting + ", but has " + actual);
            }
        }
        return problems;
    }

    private static ConfigResource resource(Topic topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }
}
