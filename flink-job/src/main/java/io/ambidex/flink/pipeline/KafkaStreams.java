/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.kafka.Alignment;
import io.ambidex.connectors.kafka.InputDecoder;
import io.ambidex.connectors.kafka.InputTimes;
import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.KafkaInputs;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.StartingOffsets;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.media.AudioDecoder;
import io.ambidex.connectors.media.FeatureDecoder;
import io.ambidex.connectors.media.VideoDecoder;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.Control;
import io.ambidex.connectors.schema.DeadLetter;
import io.ambidex.connectors.schema.FeatureVector;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.VideoFrame;
import io.ambidex.flink.decoding.DecodeLabels;
import io.ambidex.flink.decoding.DecodeMedia;
import io.ambidex.flink.decoding.DecodeRecords;
import io.ambidex.flink.labeling.LabelRecord;
import io.ambidex.flink.labeling.StreamTypes;
import io.ambidex.flink.monitoring.CountUpdate;
import io.ambidex.flink.monitoring.RecordTypes;
import io.ambidex.flink.monitoring.SideOutputs;
import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.options.KafkaSettings;
import io.ambidex.flink.options.LabelOptions;
import io.ambidex.flink.options.ModalityOptions;
import io.ambidex.flink.options.StreamSettings;
import io.ambidex.flink.options.TopicOptions;
import io.ambidex.flink.options.WindowOptions;
import io.ambidex.model.network.AudioInput;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.VideoInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;

/** The job's inputs: a source and a decoder for every topic. */
final class KafkaStreams {

    private final StreamExecutionEnvironment env;
    private final Configuration options;
    private final KafkaConnection connection;
    private final List<DataStream<DeadLetter>> deadLetters = new ArrayList<>();
    private DataStream<CountUpdate> labelCounts;

    KafkaStreams(StreamExecutionEnvironment env, Configuration options) {
        this.env = env;
        this.options = options;
        this.connection = KafkaSettings.connection(options);
    }

    DataStream<MediaSample> media(ModalitySpec modality) {
        String name = modality.name();
        String topic = options.get(ModalityOptions.of(name).topic());
        if (modality.input() instanceof AudioInput audio) {
            return decodedMedia(
                    topic,
                    TopicRole.AUDIO,
                    name,
                    decoder ->
                            new DecodeMedia<>(
                                    decoder,
                                    AudioChunk.class,
                                    new AudioDecoder(name, audio.sampleRate())));
        }
        if (modality.input() instanceof VideoInput video) {
            return decodedMedia(
                    topic,
                    TopicRole.VIDEO,
                    name,
                    decoder ->
                            new DecodeMedia<>(
                                    decoder,
                                    VideoFrame.class,
                                    new VideoDecoder(
                                            name,
                                            video.width(),
                                            video.height(),
                                            video.channels())));
        }
        return decodedMedia(
                topic,
                TopicRole.FEATURES,
                name,
                decoder ->
                        new DecodeMedia<>(
                                decoder,
                                FeatureVector.class,
                                new FeatureDecoder(name, StreamSettings.values(modality))));
    }

    DataStream<LabelRecord> labels() {
        InputDecoder decoder = decoder(TopicRole.LABELS);
        SingleOutputStreamOperator<LabelRecord> labels =
                decoded(
                        timed(options.get(TopicOptions.LABELS), decoder, "labels"),
                        new DecodeLabels(decoder, options.get(LabelOptions.CLASSES)),
                        StreamTypes.LABEL_RECORD,
                        "labels");
        labelCounts = labels.getSideOutput(DecodeLabels.COUNTS);
        return labels;
    }

    /** Counts of labels that were refused; only after {@link #labels}. */
    DataStream<CountUpdate> labelCounts() {
        return labelCounts;
    }

    DataStream<Control> controls() {
        return records(
                options.get(TopicOptions.CONTROL),
                TopicRole.CONTROL,
                Control.class,
                RecordTypes.CONTROL,
                KafkaSettings.startingOffsets(options),
                "control");
    }

    /** All versions that are kept: the newest of them is the one to begin with. */
    DataStream<ModelUpdate> modelUpdates() {
        return records(
                options.get(TopicOptions.MODEL_UPDATES),
                TopicRole.MODEL_UPDATES,
                ModelUpdate.class,
                RecordTypes.MODEL_UPDATE,
                StartingOffsets.EARLIEST,
                "model-update");
    }

    /** What could not be used, of every input so far. */
    List<DataStream<DeadLetter>> deadLetters() {
        return deadLetters;
    }

    /** Makes the decode function of a topic. */
    private interface MediaFunction {
        ProcessFunction<RawRecord, MediaSample> of(InputDecoder decoder);
    }

    private DataStream<MediaSample> decodedMedia(
            String topic, TopicRole role, String id, MediaFunction function) {
        InputDecoder decoder = decoder(role);
        return decoded(
                timed(topic, decoder, id), function.of(decoder), StreamTypes.MEDIA_SAMPLE, id);
    }

    private <R extends SpecificRecord> DataStream<R> records(
            String topic,
            TopicRole role,
            Class<R> type,
            TypeInformation<R> information,
            StartingOffsets start,
            String id) {
        DataStream<RawRecord> raw = source(topic, start, InputTimes.untimed(), id, 1);
        return decoded(raw, new DecodeRecords<>(decoder(role), type, id), information, id);
    }

    private DataStream<RawRecord> timed(String topic, InputDecoder decoder, String id) {
        WatermarkStrategy<RawRecord> times =
                InputTimes.inOrderWithin(
                        options.get(WindowOptions.OUT_OF_ORDERNESS),
                        options.get(ConnectionOptions.EMPTY_INPUT_TIMEOUT),
                        decoder);
        Duration idle = options.get(ConnectionOptions.IDLE_TIMEOUT);
        if (!idle.isZero()) {
            times = times.withIdleness(idle);
        }
        Duration drift = options.get(ConnectionOptions.ALIGNMENT_DRIFT);
        if (!drift.isZero()) {
            times = InputTimes.aligned(times, Alignment.ofInputs(drift));
        }
        return source(
                topic,
                KafkaSettings.startingOffsets(options),
                times,
                id,
                options.get(ConnectionOptions.SOURCE_PARALLELISM));
    }

    private DataStream<RawRecord> source(
            String topic,
            StartingOffsets start,
            WatermarkStrategy<RawRecord> times,
            String id,
            int parallelism) {
        String group = options.get(ConnectionOptions.GROUP_ID);
        KafkaSource<RawRecord> source =
                options.get(ConnectionOptions.BOUNDED)
                        ? KafkaInputs.boundedSource(connection, topic, group, start)
                        : KafkaInputs.source(connection, topic, group, start);
        return env.fromSource(source, times, "Read " + topic, RawRecord.TYPE)
                .uid("read-" + id)
                .setParallelism(parallelism);
    }

    private <T> SingleOutputStreamOperator<T> decoded(
            DataStream<RawRecord> raw,
            ProcessFunction<RawRecord, T> function,
            TypeInformation<T> type,
            String id) {
        SingleOutputStreamOperator<T> decoded =
                raw.process(function, type)
                        .uid("decode-" + id)
                        .name("Decode " + id)
                        .setParallelism(raw.getParallelism());
        deadLetters.add(decoded.getSideOutput(SideOutputs.DEAD_LETTERS));
        return decoded;
    }

    private InputDecoder decoder(TopicRole role) {
        return new InputDecoder(role, KafkaSettings.limits(options));
    }
}
