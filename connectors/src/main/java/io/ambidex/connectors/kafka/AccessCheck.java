/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.ResourcePattern;

/**
 * Asks the brokers, before a job starts, whether its user may do what the job will do. A job that
 * lacks a right would otherwise fail at its first write, or only log that it cannot commit.
 */
public final class AccessCheck implements AutoCloseable {
    private final AdminCalls calls;

    /**
     * Opens a client; the first call reaches for the broker.
     *
     * @param connection how to reach Kafka
     * @param timeout how long one call may take
     * @throws KafkaAccessException if Kafka's client does not take the properties
     */
    public AccessCheck(KafkaConnection connection, Duration timeout) throws KafkaAccessException {
        calls = new AdminCalls(connection, timeout);
    }

    /**
     * What the user lacks. Topics that do not exist are passed over: see {@link
     * TopicAdmin#problems}.
     *
     * @return one line for each, with the operation and the resource; empty when all is allowed
     * @throws KafkaAccessException if the broker does not answer, or does not know the user
     */
    public List<String> missing(List<RequiredAcl> required) throws KafkaAccessException {
        Map<ResourcePattern, List<RequiredAcl>> byResource = new LinkedHashMap<>();
        for (RequiredAcl acl : required) {
            byResource.computeIfAbsent(acl.resource(), r -> new ArrayList<>()).add(acl);
        }
        List<String> missing = new ArrayList<>();
        for (List<RequiredAcl> acls : byResource.values()) {
            Set<AclOperation> allowed = allowed(acls.get(0));
            for (RequiredAcl acl : acls) {
                if (!allowed.contains(acl.operation())) {
                    missing.add(
                            "this user may not %s %s, which the job needs %s"
                                    .formatted(acl.operation(), acl.place(), acl.purpose()));
                }
            }
        }
        return missing;
    }

    private Set<AclOperation> allowed(RequiredAcl one) throws KafkaAccessException {
        String name = one.resource().name();
        try {
            return switch (one.resource().resourceType()) {
                case TOPIC -> onTopic(name);
                case GROUP -> onGroup(name);
                case TRANSACTIONAL_ID -> onTransactions(name);
                default -> throw new IllegalArgumentException("cannot check " + one);
            };
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return Set.of();
            }
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Set.of(AclOperation.values());
            }
            throw calls.failures().of("look at " + one.place(), e.getCause());
        }
    }

    private Set<AclOperation> onTopic(String name) throws ExecutionException, KafkaAccessException {
        KafkaFuture<TopicDescription> description =
                calls.admin()
                        .describeTopics(
                                List.of(name),
                                new DescribeTopicsOptions().includeAuthorizedOperations(true))
                        .topicNameValues()
                        .get(name);
        return calls.get(description).authorizedOperations();
    }

    private Set<AclOperation> onGroup(String name) throws ExecutionException, KafkaAccessException {
        try {
            return calls.get(
                            calls.admin()
                                    .describeConsumerGroups(
                                            List.of(name),
                                            new DescribeConsumerGroupsOptions()
                                                    .includeAuthorizedOperations(true))
                                    .describedGroups()
                                    .get(name))
                    .authorizedOperations();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                // Brokers look at the rights before they look for the group.
                return Set.of(AclOperation.values());
            }
            throw e;
        }
    }

    /**
     * Nothing tells the rights on a transaction but to use them: fences a producer there is not.
     */
    private Set<AclOperation> onTransactions(String prefix)
            throws ExecutionException, KafkaAccessException {
        calls.get(calls.admin().fenceProducers(List.of(prefix + "-access-check")).all());
        return Set.of(AclOperation.WRITE);
    }

    /** Closes the client at once. */
    @Override
    public void close() {
        calls.close();
    }
}
