/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class KafkaConnectionTest {
    private static final String JAAS =
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"job\""
                    + " password=\"open sesame\";";

    private final KafkaConnection connection =
            KafkaConnection.of(
                    Map.of(
                            "bootstrap.servers", "broker:9093",
                            "security.protocol", "SASL_SSL",
                            "sasl.mechanism", "SCRAM-SHA-512",
                            "sasl.jaas.config", JAAS,
                            "ssl.truststore.password", "truststore-secret",
                            "my.interceptor.token", "token-secret"));

    @Test
    void secretsAndUnknownPropertiesAreNotShown() {
        assertThat(connection.toString())
                .contains(
                        "broker:9093", "SASL_SSL", "SCRAM-SHA-512", "my.interceptor.token=[hidden]")
                .doesNotContain("sesame", "truststore-secret", "token-secret");
    }

    @Test
    void secretsAreTakenOutOfMessages() {
        assertThat(connection.redact("bad jaas: " + JAAS)).isEqualTo("bad jaas: [hidden]");
        assertThat(connection.redact("user job, password open sesame at broker:9093"))
                .isEqualTo("user job, password [hidden] at broker:9093");
    }

    @Test
    void everyPropertyReachesTheClient() {
        assertThat(connection.properties()).containsEntry("sasl.jaas.config", JAAS).hasSize(6);
    }

    @Test
    void aConnectionDoesNotChangeWithThePropertiesItWasMadeOf() {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", "a:1");
        KafkaConnection made = new KafkaConnection(properties);
        properties.setProperty("bootstrap.servers", "b:2");
        made.properties().setProperty("bootstrap.servers", "c:3");
        assertThat(made.bootstrapServers()).isEqualTo("a:1");
    }

    @Test
    void aConnectionNeedsBootstrapServers() {
        assertThatThrownBy(() -> KafkaConnection.of(Map.of("security.protocol", "SSL")))
                .hasMessage(
                        "the connection to Kafka needs bootstrap.servers, such as localhost:9092");
    }

    @Test
    void whatTheGuaranteesRestOnCannotBeGiven() {
        assertThatThrownBy(
                        () ->
                                KafkaConnection.of(
                                        Map.of(
                                                "bootstrap.servers", "a:1",
                                                "isolation.level", "read_uncommitted")))
                .hasMessage(
                        "the Kafka property isolation.level is set by Ambidex and cannot be given");
    }
}
