/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.deadletters;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.schema.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends refused inputs back to the topic and partition they came from, byte for byte, with their
 * Kafka timestamp, their headers and one more that names the dead letter. Worth it when what
 * refused them has been mended: an option, a schema, a limit. An input whose event time has passed
 * meanwhile is late and counted as such.
 */
public final class LetterReplay implements AutoCloseable {
    /** Names the dead letter that a replayed input was, as {@code PARTITION:OFFSET}. */
    public static final String HEADER = "ambidex-replay-of";

    private static final int LARGEST_REQUEST = 16 << 20;

    private final KafkaProducer<byte[], byte[]> producer;

    /** Opens a producer. */
    public LetterReplay(KafkaConnection connection) {
        Properties properties = connection.properties();
        properties.putIfAbsent(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(LARGEST_REQUEST));
        ByteArraySerializer bytes = new ByteArraySerializer();
        producer = new KafkaProducer<>(properties, bytes, bytes);
    }

    /** Whether the dead letter carries its input; one that was too large does not. */
    public static boolean canReplay(StoredLetter stored) {
        DeadLetter letter = stored.letter();
        return letter.getKey() != null
                || letter.getValue() != null
                || !letter.getHeaders().isEmpty();
    }

    /**
     * Sends one input back and waits until the brokers have it.
     *
     * @throws KafkaException if they do not take it, or the thread is told to end
     */
    public void send(StoredLetter stored) {
        DeadLetter letter = stored.letter();
        Long timestamp = letter.getTimestampMillis() < 0 ? null : letter.getTimestampMillis();
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        letter.getTopic(),
                        letter.getPartition(),
                        timestamp,
                        bytes(letter.getKey()),
                        bytes(letter.getValue()));
        letter.getHeaders().forEach((name, value) -> record.headers().add(name, bytes(value)));
        record.headers().add(HEADER, stored.id().toString().getBytes(StandardCharsets.UTF_8));
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known
                    ? known
                    : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }

    @Override
    public void close() {
        producer.close();
    }
}
