/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequiredAclTest {
    private final List<String> commands =
            RequiredAcl.ofJob(Topics.defaults(), "night", "tx").stream()
                    .map(acl -> acl.asCommand("User:ambidex"))
                    .toList();

    @Test
    void inputsAreReadAndNeverWritten() {
        assertThat(commands)
                .contains(
                        "kafka-acls --add --allow-principal User:ambidex --operation Read --topic audio")
                .noneMatch(c -> c.contains("Write --topic audio"))
                .noneMatch(c -> c.contains("Write --topic labels"))
                .noneMatch(c -> c.contains("Write --topic control"));
    }

    @Test
    void outputsAreWrittenAndNeverReadButForModelUpdates() {
        assertThat(commands)
                .anyMatch(c -> c.endsWith("Write --topic predictions"))
                .anyMatch(c -> c.endsWith("Write --topic model-updates"))
                .anyMatch(c -> c.endsWith("Read --topic model-updates"))
                .noneMatch(c -> c.endsWith("Read --topic predictions"))
                .noneMatch(c -> c.endsWith("Read --topic ledger"));
    }

    @Test
    void settingsOfEveryTopicAreLookedAt() {
        for (Topic topic : Topics.defaults().all()) {
            assertThat(commands).anyMatch(c -> c.endsWith("DescribeConfigs --topic " + topic));
        }
    }

    @Test
    void groupAndTransactionsAreNamed() {
        assertThat(commands)
                .anyMatch(c -> c.endsWith("--operation Read --group night"))
                .anyMatch(
                        c ->
                                c.endsWith(
                                        "--operation Write --transactional-id tx"
                                                + " --resource-pattern-type prefixed"));
    }
}
