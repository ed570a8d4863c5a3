/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import io.ambidex.connectors.kafka.KafkaConnection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/** The transactions that a broker has open. */
final class OpenTransactions {
    private OpenTransactions() {}

    /** The topics that each open transaction has written to. */
    static List<Set<String>> topics(KafkaConnection connection, String transactionalIdPrefix)
            throws Exception {
        try (Admin admin = Admin.create(connection.properties())) {
            List<String> open =
                    admin.listTransactions().all().get(30, TimeUnit.SECONDS).stream()
                            .filter(listing -> listing.state() == TransactionState.ONGOING)
                            .map(TransactionListing::transactionalId)
                            .filter(id -> id.startsWith(transactionalIdPrefix))
                            .toList();
            return admin
                    .describeTransactions(open)
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .map(OpenTransactions::topics)
                    .toList();
        }
    }

    private static Set<String> topics(TransactionDescription transaction) {
        return transaction.topicPartitions().stream()
                .map(TopicPartition::topic)
                .collect(Collectors.toSet());
    }
}
