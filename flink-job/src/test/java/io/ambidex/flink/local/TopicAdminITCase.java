/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.KafkaAccessException;
import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.TopicAdmin;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class TopicAdminITCase {
    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    @Test
    void createdTopicsAreAsTheyMustBe() throws Exception {
        Topics topics = KAFKA.newTopics(3);
        try (TopicAdmin admin = KAFKA.admin()) {
            assertThat(admin.problems(topics.all(), true)).isEmpty();
            assertThat(admin.problems(topics.all(), false)).isEmpty();
            assertThat(admin.partitions(topics.name(TopicRole.VIDEO))).isEqualTo(3);
            assertThat(admin.partitions(topics.name(TopicRole.CONTROL))).isEqualTo(1);
            assertThat(admin.create(topics.all(), 5, 1, true)).isEmpty();
        }
    }

    @Test
    void everyProblemIsOneLineWithWantedAndActualValue() throws Exception {
        Topics topics = Topics.defaults().withPrefix(KAFKA.uniqueName() + "-");
        String audio = topics.name(TopicRole.AUDIO);
        String updates = topics.name(TopicRole.MODEL_UPDATES);
        try (Admin kafka = Admin.create(KAFKA.connection().properties())) {
            kafka.createTopics(
                            List.of(
                                    new NewTopic(audio, 1, (short) 1)
                                            .configs(Map.of("max.message.bytes", "1048588")),
                                    new NewTopic(updates, 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        try (TopicAdmin admin = KAFKA.admin()) {
            // The broker learns of the two topics a little later.
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () ->
                                    !isMissing(admin, topics, audio)
                                            && !isMissing(admin, topics, updates));
            assertThat(admin.problems(topics.all(), true))
                    .contains(
                            "topic " + topics.name(TopicRole.VIDEO) + " does not exist",
                            "topic " + topics.name(TopicRole.LEDGER) + " does not exist",
                            "topic "
                                    + audio
                                    + " needs max.message.bytes at least 8388608, but has 1048588",
                            "topic " + audio + " needs retention.ms -1, but has 604800000",
                            "topic " + updates + " needs cleanup.policy compact, but has delete");
            assertThatThrownBy(() -> admin.partitions(topics.name(TopicRole.VIDEO)))
                    .isInstanceOf(KafkaAccessException.class)
                    .hasMessage("topic " + topics.name(TopicRole.VIDEO) + " does not exist");
        }
    }

    @Test
    void aTransactionTimeoutOverTheBrokersLimitIsFoundBeforeTheJobRuns() throws Exception {
        try (TopicAdmin admin = KAFKA.admin()) {
            assertThat(admin.checkTransactionTimeout(Duration.ofMinutes(15))).isEmpty();
            assertThat(admin.checkTransactionTimeout(Duration.ofHours(1)))
                    .hasValue(
                            "the transaction timeout is 3600000 ms, but broker 1 allows"
                                    + " transaction.max.timeout.ms 900000");
        }
    }

    @Test
    @Timeout(60)
    void aBrokerThatDoesNotAnswerIsNamedInTime() throws Exception {
        KafkaConnection nobody = KafkaConnection.to("127.0.0.1:" + LocalPorts.twoFree()[0]);
        try (TopicAdmin admin = new TopicAdmin(nobody, Duration.ofSeconds(1))) {
            String message =
                    "no Kafka broker answers at " + nobody.bootstrapServers() + " within 1000 ms";
            assertThatThrownBy(() -> admin.problems(Topics.defaults().all(), true))
                    .isInstanceOf(KafkaAccessException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> admin.create(Topics.defaults().all(), 1, 1, true))
                    .hasMessage(message);
            assertThatThrownBy(() -> admin.checkTransactionTimeout(Duration.ofMinutes(1)))
                    .hasMessage(message);
        }
    }

    @Test
    void propertiesThatKafkaDoesNotTakeAreNamedWithoutSecrets() {
        KafkaConnection wrong =
                KafkaConnection.of(
                        Map.of(
                                "bootstrap.servers",
                                "127.0.0.1:1",
                                "security.protocol",
                                "SASL_PLAINTEXT",
                                "sasl.mechanism",
                                "PLAIN",
                                "sasl.jaas.config",
                                "no.such.Module required password=\"open sesame\";"));
        assertThatThrownBy(() -> new TopicAdmin(wrong, Duration.ofSeconds(1)))
                .isInstanceOf(KafkaAccessException.class)
                .hasMessageStartingWith("no Kafka client can be made for 127.0.0.1:1: ")
                .hasMessageNotContaining("sesame")
                .hasNoCause();
    }

    private static boolean isMissing(TopicAdmin admin, Topics topics, String name)
            throws KafkaAccessException {
        return admin.problems(topics.all(), true).contains("topic " + name + " does not exist");
    }
}
