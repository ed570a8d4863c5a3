/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.control;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.RecordCodec;
import io.ambidex.connectors.schema.Control;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes commands to the control topic, one at a time, and waits until the brokers have them. */
public final class ControlSender {
    private static final int PATIENCE_MILLIS = 10_000;

    private final KafkaConnection kafka;
    private final String topic;

    /**
     * @param kafka how to reach the brokers
     * @param topic the control topic
     */
    public ControlSender(KafkaConnection kafka, String topic) {
        this.kafka = kafka;
        this.topic = topic;
    }

    /** Commands are rare: a producer for each needs no closing and keeps no connection open. */
    void send(Control control) throws RefusedCommandException {
        Properties properties = kafka.properties();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * PATIENCE_MILLIS);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        topic,
                        control.getCommandId().getBytes(StandardCharsets.UTF_8),
                        RecordCodec.encode(control));
        record.headers()
                .add(
                        RecordCodec.HEADER,
                        RecordCodec.name(control).getBytes(StandardCharsets.UTF_8));
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, bytes, bytes)) {
            producer.send(record).get(2L * PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("it was interrupted", e);
        } catch (ExecutionException e) {
            throw refused(kafka.redact(String.valueOf(e.getCause().getMessage())), e);
        } catch (KafkaException | TimeoutException e) {
            throw refused(kafka.redact(String.valueOf(e.getMessage())), e);
        }
    }

    private RefusedCommandException refused(String why, Exception cause) {
        return new RefusedCommandException(
                RefusedCommandException.Cause.NOT_NOW,
                "topic " + topic + " did not take the command: " + why,
                cause);
    }
}
