/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.check;

import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.kafka.CommittedRecords;
import io.ambidex.connectors.kafka.KafkaAccessException;
import io.ambidex.connectors.kafka.MalformedRecordException;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.RecordCodec;
import io.ambidex.connectors.schema.DeadLetter;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.flink.options.KafkaSettings;
import io.ambidex.flink.options.PublicationOptions;
import io.ambidex.flink.options.TopicOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** What a job has committed, of one model. Predictions are counted as they are read. */
final class RecordedOutputs {
    private static final String MAIN = "main";

    private final List<LedgerEntry> ledger = new ArrayList<>();
    private final List<ModelUpdate> versions = new ArrayList<>();
    private final List<MonitorRecord> monitors = new ArrayList<>();
    private final Set<RecordPosition> refused = new HashSet<>();
    private final PredictedClips predictions = new PredictedClips();
    private long unreadable;

    private RecordedOutputs() {}

    /** Reads all outputs to where they end now. */
    static RecordedOutputs read(Configuration options, Duration patience)
            throws KafkaAccessException {
        RecordedOutputs outputs = new RecordedOutputs();
        String model = options.get(PublicationOptions.MODEL_NAME);
        for (ConfigOption<String> topic :
                List.of(
                        TopicOptions.PREDICTIONS,
                        TopicOptions.IMBALANCE,
                        TopicOptions.MODEL_UPDATES,
                        TopicOptions.LEDGER,
                        TopicOptions.DEAD_LETTERS)) {
            CommittedRecords.read(
                    KafkaSettings.connection(options),
                    List.of(options.get(topic)),
                    patience,
                    raw -> outputs.take(raw, model));
        }
        return outputs;
    }

    private void take(RawRecord raw, String model) {
        SpecificRecord record;
        try {
            record = RecordCodec.decode(raw.value(), raw.recordName());
        } catch (MalformedRecordException e) {
            unreadable++;
            return;
        }
        if (record instanceof Prediction prediction) {
            predictions.add(prediction);
        } else if (record instanceof MonitorRecord monitor) {
            if (monitor.getModelName().equals(model) && monitor.getLearner().equals(MAIN)) {
                monitors.add(monitor);
            }
        } else if (record instanceof ModelUpdate version) {
            if (version.getModelName().equals(model)) {
                versions.add(version);
            }
        } else if (record instanceof LedgerEntry entry) {
            if (entry.getModelName().equals(model)) {
                ledger.add(entry);
            }
        } else if (record instanceof DeadLetter letter) {
            refused.add(
                    new RecordPosition(
                            letter.getTopic(), letter.getPartition(), letter.getOffset()));
        }
    }

    /** In the order of the topic. */
    List<LedgerEntry> ledger() {
        return ledger;
    }

    List<ModelUpdate> versions() {
        return versions;
    }

    /** Those of the learner whose versions are published, in the order of the topic. */
    List<MonitorRecord> monitors() {
        return monitors;
    }

    /** Where the inputs of the dead letters stand. */
    Set<RecordPosition> refused() {
        return refused;
    }

    PredictedClips predictions() {
        return predictions;
    }

    /** Records that are none of ours. */
    long unreadable() {
        return unreadable;
    }
}
