/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.deadletters;

import io.ambidex.connectors.kafka.CommittedRecords;
import io.ambidex.connectors.kafka.KafkaAccessException;
import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.MalformedRecordException;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.RecordCodec;
import io.ambidex.connectors.schema.DeadLetter;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/** The topic of dead letters, read from its beginning to where it ends now. */
public final class LetterBox {
    private final KafkaConnection connection;
    private final String topic;
    private final Duration timeout;
    private long others;

    /**
     * @param connection how to reach Kafka
     * @param topic the topic of dead letters
     * @param timeout how long the brokers may take for one answer
     */
    public LetterBox(KafkaConnection connection, String topic, Duration timeout) {
        this.connection = connection;
        this.topic = topic;
        this.timeout = timeout;
    }

    /**
     * Hands over every dead letter that a filter accepts, one at a time: the topic may be larger
     * than memory.
     *
     * @throws KafkaAccessException if the topic cannot be read
     */
    public void read(LetterFilter filter, Consumer<StoredLetter> each) throws KafkaAccessException {
        others = 0;
        CommittedRecords.read(
                connection,
                List.of(topic),
                timeout,
                raw -> {
                    StoredLetter stored = decode(raw);
                    if (stored != null && filter.accepts(stored)) {
                        each.accept(stored);
                    }
                });
    }

    /** Records of the last {@link #read} that are no dead letters; 0 on a topic of ours. */
    public long others() {
        return others;
    }

    private StoredLetter decode(RawRecord raw) {
        try {
            SpecificRecord record = RecordCodec.decode(raw.value(), raw.recordName());
            if (record instanceof DeadLetter letter) {
                return new StoredLetter(
                        new LetterId(raw.partition(), raw.offset()), raw.timestampMillis(), letter);
            }
        } catch (MalformedRecordException e) {
            // Counted below, as a record of another kind is.
        }
        others++;
        return null;
    }
}
