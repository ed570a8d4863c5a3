/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.replay;

import io.ambidex.connectors.kafka.CommittedRecords;
import io.ambidex.connectors.kafka.KafkaAccessException;
import io.ambidex.connectors.kafka.MalformedRecordException;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.RecordCodec;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.flink.options.KafkaSettings;
import io.ambidex.flink.options.PublicationOptions;
import io.ambidex.flink.options.TopicOptions;
import io.ambidex.model.version.Provenance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** What a job has written about one model: its ledger, and how its versions were made. */
final class RecordedVersions {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Configuration options;
    private final String model;

    RecordedVersions(Configuration options) {
        this.options = options;
        this.model = options.get(PublicationOptions.MODEL_NAME);
    }

    /** Every entry of the ledger in its order. */
    List<LearnedVersion> ledger() throws KafkaAccessException {
        List<LearnedVersion> versions = new ArrayList<>();
        for (SpecificRecord record : records(TopicOptions.LEDGER)) {
            if (record instanceof LedgerEntry entry && entry.getModelName().equals(model)) {
                versions.add(LearnedVersion.of(entry));
            }
        }
        return versions;
    }

    /** The numbers of libtorch's threads with which versions were made. */
    Set<Integer> threads() throws KafkaAccessException {
        Set<Integer> threads = new TreeSet<>();
        for (SpecificRecord record : records(TopicOptions.MODEL_UPDATES)) {
            if (record instanceof ModelUpdate update && update.getModelName().equals(model)) {
                threads.add(Provenance.fromJson(update.getProvenance()).environment().threads());
            }
        }
        return threads;
    }

    private List<SpecificRecord> records(ConfigOption<String> topic) throws KafkaAccessException {
        List<SpecificRecord> records = new ArrayList<>();
        CommittedRecords.read(
                KafkaSettings.connection(options),
                List.of(options.get(topic)),
                PATIENCE,
                raw -> records.add(decode(raw)));
        return records;
    }

    private static SpecificRecord decode(RawRecord raw) {
        try {
            return RecordCodec.decode(raw.value(), raw.recordName());
        } catch (MalformedRecordException e) {
            throw new IllegalArgumentException(raw.position() + ": " + e.getMessage(), e);
        }
    }
}
