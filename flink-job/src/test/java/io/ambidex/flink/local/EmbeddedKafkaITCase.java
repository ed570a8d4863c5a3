/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.connectors.kafka.TopicAdmin;
import io.ambidex.connectors.kafka.Topics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaITCase {
    @TempDir Path directory;

    @Test
    void aSecondStartOnTheSameDirectoryKeepsTheTopics() throws Exception {
        Topics topics = Topics.defaults();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
                TopicAdmin admin = new TopicAdmin(kafka.connection(), Duration.ofSeconds(30))) {
            assertThat(admin.create(topics.all(), 2, 1, true)).hasSize(topics.all().size());
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
                TopicAdmin admin = new TopicAdmin(kafka.connection(), Duration.ofSeconds(30))) {
            assertThat(admin.problems(topics.all(), true)).isEmpty();
            assertThat(admin.partitions("audio")).isEqualTo(2);
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(LocalPorts.HOST))) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, taken.getLocalPort()))
                    .isInstanceOf(PortInUseException.class)
                    .hasMessage(
                            "port %d on 127.0.0.1 is in use: choose another one",
                            taken.getLocalPort());
        }
    }
}
