/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.io.Serializable;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * How to reach Kafka: the bootstrap servers, and any property of Kafka's clients (security,
 * buffers, timeouts), handed on as it is. What the guarantees rest on is set by the sources and
 * sinks and cannot be given here.
 *
 * <p>Neither {@link #toString()} nor any error shows a password or a property that Kafka does not
 * know.
 *
 * @param properties the properties; {@code bootstrap.servers} is needed
 */
public record KafkaConnection(Properties properties) implements Serializable {
    private static final Set<String> OWNED =
            Set.of(
                    ConsumerConfig.GROUP_ID_CONFIG,
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                    ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                    ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                    ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    ProducerConfig.ACKS_CONFIG,
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG);

    private static final String HIDDEN = "[hidden]";

    /** A secret among the options of a login module: {@code password="…"}. */
    private static final Pattern INNER_SECRET =
            Pattern.compile("(?i)(?:password|secret|token)\\s*=\\s*[\"']([^\"']+)[\"']");

    /**
     * @throws IllegalArgumentException if the bootstrap servers are missing, or a property is given
     *     that is not the user's to set
     */
    public KafkaConnection {
        Properties copy = new Properties();
        for (String name : properties.stringPropertyNames()) {
            copy.setProperty(name, properties.getProperty(name));
        }
        properties = copy;
        if (copy.getProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "").isBlank()) {
            throw new IllegalArgumentException(
                    "the connection to Kafka needs "
                            + CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG
                            + ", such as localhost:9092");
        }
        for (String name : OWNED) {
            if (copy.containsKey(name)) {
                throw new IllegalArgumentException(
                        "the Kafka property " + name + " is set by Ambidex and cannot be given");
            }
        }
    }

    /** A connection without further properties. */
    public static KafkaConnection to(String bootstrapServers) {
        return of(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** A connection with the given client properties. */
    public static KafkaConnection of(Map<String, String> properties) {
        Properties copy = new Properties();
        properties.forEach(copy::setProperty);
        return new KafkaConnection(copy);
    }

    /** The addresses a client asks first, as {@code host:port,…}. */
    public String bootstrapServers() {
        return properties.getProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    }

    /** A copy of the properties, secrets included: for Kafka's clients alone. */
    @Override
    public Properties properties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    /** A text without the values that are secret: for every message that passes a client's on. */
    public String redact(String text) {
        String redacted = text;
        for (String name : properties.stringPropertyNames()) {
            String value = properties.getProperty(name);
            if (isSecret(name) && !value.isBlank()) {
                redacted = redacted.replace(value, HIDDEN);
                for (Matcher inner = INNER_SECRET.matcher(value); inner.find(); ) {
                    redacted = redacted.replace(inner.group(1), HIDDEN);
                }
            }
        }
        return redacted;
    }

    /** The properties, without the values that are secret or unknown to Kafka. */
    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            shown.put(name, isSecret(name) ? HIDDEN : properties.getProperty(name));
        }
        return "KafkaConnection" + shown;
    }

    private static boolean isSecret(String name) {
        return isSecret(ConsumerConfig.configDef(), name)
                && isSecret(ProducerConfig.configDef(), name)
                && isSecret(AdminClientConfig.configDef(), name);
    }

    private static boolean isSecret(ConfigDef definition, String name) {
        ConfigDef.ConfigKey key = definition.configKeys().get(name);
        return key == null || key.type == ConfigDef.Type.PASSWORD;
    }
}
