/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.Control;
import io.ambidex.connectors.schema.DeadLetter;
import io.ambidex.connectors.schema.EndOfInput;
import io.ambidex.connectors.schema.FeatureVector;
import io.ambidex.connectors.schema.Heartbeat;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.connectors.schema.RoleUpdate;
import io.ambidex.connectors.schema.VideoFrame;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** What a topic is for, and with it which records may stand in it. */
public enum TopicRole {
    AUDIO("audio", Set.of(AudioChunk.class, Heartbeat.class, EndOfInput.class)),
    VIDEO("video", Set.of(VideoFrame.class, Heartbeat.class, EndOfInput.class)),
    /** A further modality; there may be several topics of this role, or none. */
    FEATURES("features", Set.of(FeatureVector.class, Heartbeat.class, EndOfInput.class)),
    LABELS("labels", Set.of(Label.class, Heartbeat.class, EndOfInput.class)),
    CONTROL("control", Set.of(Control.class)),
    PREDICTIONS("predictions", Set.of(Prediction.class)),
    IMBALANCE("imbalance", Set.of(MonitorRecord.class)),
    MODEL_UPDATES("model-updates", Set.of(ModelUpdate.class, RoleUpdate.class)),
    LEDGER("ledger", Set.of(LedgerEntry.class)),
    DEAD_LETTERS("dead-letters", Set.of(DeadLetter.class)),
    ALERTS("alerts", Set.of(Alert.class));

    private final String defaultName;
    private final Set<Class<? extends SpecificRecord>> records;

    TopicRole(String defaultName, Set<Class<? extends SpecificRecord>> records) {
        this.defaultName = defaultName;
        this.records = records;
    }

    /** The topic's name where none is configured. */
    public String defaultName() {
        return defaultName;
    }

    /** The records that may stand in a topic of this role. */
    public Set<Class<? extends SpecificRecord>> records() {
        return records;
    }

    /** Whether its records are those of a modality: audio, video and features. */
    public boolean isMedia() {
        return this == AUDIO || this == VIDEO || this == FEATURES;
    }

    /** Whether its records carry the stream's event time: audio, video, features and labels. */
    public boolean isTimedInput() {
        return records.contains(EndOfInput.class);
    }
}
