/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.connectors.kafka.AccessCheck;
import io.ambidex.connectors.kafka.KafkaAccessException;
import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.RequiredAcl;
import io.ambidex.connectors.kafka.TopicAdmin;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.options.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;

/** What a job asks the brokers before it starts, so that it does not fail an hour later. */
public final class StartChecks {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private StartChecks() {}

    /**
     * Requires that the topics exist with the settings they need, that the user may do all that the
     * job does, and that the broker allows the transaction timeout.
     *
     * @throws CommandException with everything that is wrong in one line
     * @throws KafkaAccessException if no broker answers, or none knows the user
     */
    public static void requireTopics(Configuration options) throws KafkaAccessException {
        KafkaConnection connection = KafkaSettings.connection(options);
        Topics topics = KafkaSettings.topics(options);
        Set<String> problems = new LinkedHashSet<>();
        try (AccessCheck access = new AccessCheck(connection, PATIENCE)) {
            problems.addAll(access.missing(requiredAcls(options)));
        }
        if (problems.isEmpty()) {
            try (TopicAdmin admin = new TopicAdmin(connection, PATIENCE)) {
                problems.addAll(admin.problems(topics.all(), false));
                admin.checkTransactionTimeout(options.get(ConnectionOptions.TRANSACTION_TIMEOUT))
                        .ifPresent(problems::add);
            }
        }
        if (!problems.isEmpty()) {
            throw CommandException.failed(
                    String.join("; ", problems) + " (see ambidex topics --help)");
        }
    }

    /** What the user of the job must be allowed to do. */
    public static List<RequiredAcl> requiredAcls(Configuration options) {
        List<RequiredAcl> acls =
                new ArrayList<>(
                        RequiredAcl.ofJob(
                                KafkaSettings.topics(options),
                                options.get(ConnectionOptions.GROUP_ID),
                                options.get(ConnectionOptions.TRANSACTIONAL_ID_PREFIX)));
        if (options.get(ConnectionOptions.DELIVERY) != DeliveryGuarantee.EXACTLY_ONCE) {
            acls.removeIf(RequiredAcl::isOnTransactions);
        }
        return acls;
    }
}
