/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.local.TestTopic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A job that is gone for good has left a transaction open, and readers wait behind it. */
class TransactionsCommandITCase {
    @RegisterExtension private static final KafkaExtension KAFKA = new KafkaExtension();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path folder;

    private String prefix;
    private String config;
    private TestTopic predictions;
    private String topic;

    @BeforeEach
    void topicsOfAJob() throws Exception {
        prefix = KAFKA.uniqueName();
        Topics topics = KAFKA.newTopics(1);
        topic = topics.name(TopicRole.PREDICTIONS);
        predictions = new TestTopic(KAFKA.connection(), topic);
        config =
                JobConfigFile.write(
                                folder,
                                KAFKA.connection(),
                                topics,
                                Map.of("kafka.transactional-id-prefix", prefix))
                        .toString();
    }

    @Test
    void abortingWhatALostJobLeftOpenSetsReadersFree() throws Exception {
        try (KafkaProducer<byte[], byte[]> lost = openTransaction(prefix + "-0-7", "lost")) {
            predictions.writeBytes(0, "s", bytes("after"));
            assertThat(seen()).isEmpty();

            assertThat(transactions()).contains(prefix + "-0-7 on " + topic, "1 open");
            assertThat(seen()).isEmpty();

            assertThat(transactions("--abort")).contains("1 aborted");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(seen()).containsExactly("after"));
            assertThat(transactions()).isEqualTo("0 open\n");
            assertThatThrownBy(lost::commitTransaction).isInstanceOf(ProducerFencedException.class);
        }
    }

    @Test
    void transactionsOfOtherJobsAndYoungOnesAreLeftAlone() throws Exception {
        try (KafkaProducer<byte[], byte[]> other = openTransaction(prefix + "-b-0-7", "other");
                KafkaProducer<byte[], byte[]> young = openTransaction(prefix + "-0-8", "young")) {
            assertThat(transactions("--abort", "--older-than", "3600")).isEqualTo("0 aborted\n");
            young.commitTransaction();
            assertThat(transactions("--abort")).isEqualTo("0 aborted\n");
            other.commitTransaction();
        }
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(seen()).containsExactlyInAnyOrder("other", "young"));
    }

    /** A producer that has begun a transaction and written one record in it. */
    private KafkaProducer<byte[], byte[]> openTransaction(String id, String value)
            throws Exception {
        Properties properties = KAFKA.connection().properties();
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "600000");
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, bytes("s"), bytes(value))).get();
        return producer;
    }

    private List<String> seen() {
        return predictions.readCommitted().stream()
                .map(RawRecord::value)
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .toList();
    }

    private String transactions(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine line = CommandRunner.commandLine(new Ambidex());
        line.setOut(new PrintWriter(out, true));
        List<String> all = new ArrayList<>(List.of("transactions", "--config", config));
        all.addAll(List.of(arguments));
        assertThat(line.execute(all.toArray(String[]::new))).isEqualTo(ExitStatus.OK);
        return out.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
