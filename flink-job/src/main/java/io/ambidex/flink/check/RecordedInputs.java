/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.check;

import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.connectors.kafka.CommittedRecords;
import io.ambidex.connectors.kafka.InputDecoder;
import io.ambidex.connectors.kafka.KafkaAccessException;
import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.MalformedRecordException;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.FeatureVector;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.LabelUse;
import io.ambidex.connectors.schema.VideoFrame;
import io.ambidex.flink.labeling.LabelRecord;
import io.ambidex.flink.options.KafkaSettings;
import io.ambidex.flink.options.LabelOptions;
import io.ambidex.flink.options.ModalityOptions;
import io.ambidex.flink.options.TopicOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.Configuration;

/**
 * What stands on the input topics, without media. A record is usable when its decoder takes it and
 * no dead letter tells of it: whether a picture can be read is not tried again.
 */
final class RecordedInputs {
    private final Configuration options;
    private final Set<RecordPosition> refused;
    private final List<String> modalities;
    private final Map<String, StreamInputs> streams = new TreeMap<>();
    private long records;

    private RecordedInputs(Configuration options, Set<RecordPosition> refused) {
        this.options = options;
        this.refused = refused;
        this.modalities = options.get(ModalityOptions.MODALITIES);
    }

    /**
     * Reads all inputs to where they end now.
     *
     * @param options those of the job
     * @param refused where the inputs of the dead letters stand
     */
    static RecordedInputs read(
            Configuration options, Set<RecordPosition> refused, Duration patience)
            throws KafkaAccessException {
        RecordedInputs inputs = new RecordedInputs(options, refused);
        for (int i = 0; i < inputs.modalities.size(); i++) {
            ModalityOptions.Of modality = ModalityOptions.of(inputs.modalities.get(i));
            TopicRole role =
                    switch (options.get(modality.kind())) {
                        case AUDIO -> TopicRole.AUDIO;
                        case VIDEO -> TopicRole.VIDEO;
                        case FEATURES -> TopicRole.FEATURES;
                    };
            int index = i;
            inputs.read(
                    options.get(modality.topic()),
                    role,
                    patience,
                    (record, at) -> inputs.addMedia(index, record, at));
        }
        inputs.read(options.get(TopicOptions.LABELS), TopicRole.LABELS, patience, inputs::addLabel);
        return inputs;
    }

    /** Names of the modalities, in the order of the network. */
    List<String> modalities() {
        return modalities;
    }

    /** Topic of a modality, by its place in {@link #modalities}. */
    String topic(int modality) {
        return options.get(ModalityOptions.of(modalities.get(modality)).topic());
    }

    /** By stream id. */
    Map<String, StreamInputs> streams() {
        return streams;
    }

    /** Usable records. */
    long records() {
        return records;
    }

    private interface Taker {
        void take(SpecificRecord record, RecordPosition at);
    }

    private void read(String topic, TopicRole role, Duration patience, Taker taker)
            throws KafkaAccessException {
        KafkaConnection connection = KafkaSettings.connection(options);
        InputDecoder decoder = new InputDecoder(role, KafkaSettings.limits(options));
        CommittedRecords.read(
                connection,
                List.of(topic),
                patience,
                raw -> {
                    SpecificRecord record = decode(decoder, raw);
                    if (record != null) {
                        taker.take(record, raw.position());
                    }
                });
    }

    private SpecificRecord decode(InputDecoder decoder, RawRecord raw) {
        if (refused.contains(raw.position())) {
            return null;
        }
        try {
            return decoder.decode(raw);
        } catch (MalformedRecordException e) {
            return null;
        }
    }

    private void addMedia(int modality, SpecificRecord record, RecordPosition at) {
        if (record instanceof AudioChunk chunk) {
            int frame = chunk.getChannels() * Short.BYTES;
            long samples = chunk.getPayload().remaining() / frame;
            long millis = Math.round(samples * 1000.0 / chunk.getSampleRate());
            add(modality, chunk.getStreamId(), chunk.getStartMillis(), millis, at);
        } else if (record instanceof VideoFrame frame) {
            add(
                    modality,
                    frame.getStreamId(),
                    frame.getTimestampMillis(),
                    frame.getDurationMillis(),
                    at);
        } else if (record instanceof FeatureVector vector) {
            add(
                    modality,
                    vector.getStreamId(),
                    vector.getTimestampMillis(),
                    vector.getDurationMillis(),
                    at);
        }
    }

    private void add(int modality, String streamId, long start, long millis, RecordPosition at) {
        stream(streamId)
                .add(modality, new Piece(start, start + millis, at.partition(), at.offset()));
    }

    private void addLabel(SpecificRecord record, RecordPosition at) {
        if (record instanceof Label label) {
            stream(label.getStreamId())
                    .add(
                            new LabelRecord(
                                    label.getStreamId(),
                                    new WindowId(label.getStartMillis(), label.getEndMillis()),
                                    options.get(LabelOptions.CLASSES).indexOf(label.getLabel()),
                                    label.getKnownAtMillis(),
                                    label.getUse() == LabelUse.EVALUATE,
                                    at));
        }
    }

    private StreamInputs stream(String streamId) {
        records++;
        return streams.computeIfAbsent(streamId, id -> new StreamInputs(modalities.size()));
    }
}
