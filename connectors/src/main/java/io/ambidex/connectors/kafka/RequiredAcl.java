/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * One thing that the user of a job must be allowed to do on the brokers.
 *
 * @param resource what it is done to
 * @param operation what is done
 * @param purpose why the job does it
 */
public record RequiredAcl(ResourcePattern resource, AclOperation operation, String purpose) {

    /**
     * All that a job needs and nothing more. Kafka lets who may read or write a resource describe
     * it, too.
     *
     * @param topics its topics
     * @param groupId its consumer group
     * @param transactionalIdPrefix how the names of its transactions begin
     */
    public static List<RequiredAcl> ofJob(
            Topics topics, String groupId, String transactionalIdPrefix) {
        List<RequiredAcl> acls = new ArrayList<>();
        for (Topic topic : topics.all()) {
            ResourcePattern resource = literal(ResourceType.TOPIC, topic.name());
            if (isRead(topic.role())) {
                acls.add(new RequiredAcl(resource, AclOperation.READ, "to read its records"));
            }
            if (isWritten(topic.role())) {
                acls.add(new RequiredAcl(resource, AclOperation.WRITE, "to write its records"));
            }
            acls.add(
                    new RequiredAcl(
                            resource,
                            AclOperation.DESCRIBE_CONFIGS,
                            "to check its settings before the start"));
        }
        acls.add(
                new RequiredAcl(
                        literal(ResourceType.GROUP, groupId),
                        AclOperation.READ,
                        "to commit offsets, which show progress"));
        acls.add(
                new RequiredAcl(
                        new ResourcePattern(
                                ResourceType.TRANSACTIONAL_ID,
                                transactionalIdPrefix,
                                PatternType.PREFIXED),
                        AclOperation.WRITE,
                        "to write exactly once"));
        return acls;
    }

    private static boolean isRead(TopicRole role) {
        return role.isTimedInput() || role == TopicRole.CONTROL || role == TopicRole.MODEL_UPDATES;
    }

    private static boolean isWritten(TopicRole role) {
        return !role.isTimedInput() && role != TopicRole.CONTROL;
    }

    private static ResourcePattern literal(ResourceType type, String name) {
        return new ResourcePattern(type, name, PatternType.LITERAL);
    }

    /** Whether it is about transactions, which only exactly-once delivery uses. */
    public boolean isOnTransactions() {
        return resource.resourceType() == ResourceType.TRANSACTIONAL_ID;
    }

    /** The call of Kafka's {@code kafka-acls} that grants it, without the broker's address. */
    public String asCommand(String principal) {
        String type =
                switch (resource.resourceType()) {
                    case TOPIC -> "--topic";
                    case GROUP -> "--group";
                    default -> "--transactional-id";
                };
        String pattern =
                resource.patternType() == PatternType.PREFIXED
                        ? " --resource-pattern-type prefixed"
                        : "";
        return "kafka-acls --add --allow-principal %s --operation %s %s %s%s"
                .formatted(principal, camelCase(operation), type, resource.name(), pattern);
    }

    private static String camelCase(AclOperation operation) {
        StringBuilder text = new StringBuilder();
        for (String word : operation.name().split("_")) {
            text.append(word.charAt(0))
                    .append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return text.toString();
    }

    /** The resource as a message names it, such as {@code topic audio}. */
    String place() {
        String type = resource.resourceType().name().toLowerCase(java.util.Locale.ROOT);
        return type.replace('_', ' ') + " " + resource.name();
    }

    @Override
    public String toString() {
        return operation + " on " + place();
    }
}
