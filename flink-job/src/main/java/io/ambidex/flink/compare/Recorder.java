/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.ModalityMedia;
import io.ambidex.connectors.media.AudioDecoder;
import io.ambidex.connectors.media.VideoDecoder;
import io.ambidex.flink.cli.CommandException;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.labeling.LabelRecord;
import io.ambidex.flink.labeling.LabelingFunction;
import io.ambidex.flink.labeling.ScoredClip;
import io.ambidex.flink.labeling.StreamTypes;
import io.ambidex.flink.options.ModelSettings;
import io.ambidex.flink.options.StreamSettings;
import io.ambidex.flink.pairing.PairingFunction;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.network.AudioInput;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.network.VideoInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/**
 * Turns a recorded input into examples with the job's own operators for pairing and labeling, in a
 * Flink cluster in this JVM, once; learners are then driven on them as fast as their steps.
 */
public final class Recorder {
    private final RecordedInput input;
    private final Configuration job;

    /**
     * @param job options of the job, those of the input included
     */
    public Recorder(RecordedInput input, Configuration job) {
        this.input = input;
        this.job = job;
    }

    /** The examples in the order of training. */
    public Recording record() throws Exception {
        StreamExecutionEnvironment flink =
                StreamExecutionEnvironment.createLocalEnvironment(1, new Configuration());
        List<Example> all = new ArrayList<>();
        try (CloseableIterator<Example> examples =
                examples(flink).executeAndCollect("record examples")) {
            examples.forEachRemaining(all::add);
        }
        all.sort(Example.TRAINING_ORDER);
        List<MiniBatch.Example> train = new ArrayList<>();
        List<MiniBatch.Example> heldOut = new ArrayList<>();
        for (Example example : all) {
            List<MiniBatch.Example> part = example.evaluateOnly() ? heldOut : train;
            List<byte[]> media = example.clip().media().stream().map(ModalityMedia::data).toList();
            part.add(new MiniBatch.Example(media, example.label(), part.size(), false));
        }
        return new Recording(input.classes(), train, heldOut);
    }

    private DataStream<Example> examples(StreamExecutionEnvironment flink) {
        NetworkSpec network = ModelSettings.network(job);
        SingleOutputStreamOperator<MediaSample> played =
                flink.fromSequence(0, 0)
                        .process(
                                new PlayRecords(input, audio(network), video(network)),
                                StreamTypes.MEDIA_SAMPLE);
        DataStream<MediaSample> media =
                played.assignTimestampsAndWatermarks(inOrder(MediaSample::startMillis));
        DataStream<LabelRecord> labels =
                played.getSideOutput(PlayRecords.LABELS)
                        .assignTimestampsAndWatermarks(inOrder(LabelRecord::knownAtMillis));
        DataStream<Clip> clips =
                media.keyBy(MediaSample::streamId)
                        .connect(labels.keyBy(LabelRecord::streamId))
                        .process(
                                new PairingFunction(StreamSettings.pairing(job)), StreamTypes.CLIP);
        return clips.map(clip -> new ScoredClip(clip, null), StreamTypes.SCORED_CLIP)
                .keyBy(scored -> scored.clip().streamId())
                .connect(labels.keyBy(LabelRecord::streamId))
                .process(new LabelingFunction(StreamSettings.labeling(job)), StreamTypes.EXAMPLE);
    }

    private static AudioDecoder audio(NetworkSpec network) {
        for (ModalitySpec modality : network.modalities()) {
            if (modality.input() instanceof AudioInput audio) {
                return new AudioDecoder(modality.name(), audio.sampleRate());
            }
        }
        return null;
    }

    private static VideoDecoder video(NetworkSpec network) {
        for (ModalitySpec modality : network.modalities()) {
            if (modality.input() instanceof VideoInput video) {
                return new VideoDecoder(
                        modality.name(), video.width(), video.height(), video.channels());
            }
        }
        return null;
    }

    /**
     * Checks that the input can deliver what the network takes.
     *
     * @throws CommandException if a modality is neither sound nor pictures
     */
    static void requirePlayable(NetworkSpec network) {
        for (ModalitySpec modality : network.modalities()) {
            if (!(modality.input() instanceof AudioInput)
                    && !(modality.input() instanceof VideoInput)) {
                throw CommandException.usage(
                        "recorded inputs have sound and pictures, but modality %s takes features"
                                .formatted(modality.name()));
            }
        }
    }

    /** Event time advances with every record: a recorded stream is played in order. */
    private static <T> WatermarkStrategy<T> inOrder(SerializableTime<T> time) {
        return WatermarkStrategy.<T>forGenerator(context -> new EveryRecord<>())
                .withTimestampAssigner((record, none) -> time.applyAsLong(record));
    }

    /** Where a record stands in event time. */
    private interface SerializableTime<T> extends ToLongFunction<T>, java.io.Serializable {}

    /**
     * A watermark just before every record. The clock would not do: one call of the player gives
     * out everything, and no timer fires meanwhile.
     */
    private static final class EveryRecord<T> implements WatermarkGenerator<T> {
        private long last = Long.MIN_VALUE;

        @Override
        public void onEvent(T event, long timestamp, WatermarkOutput output) {
            if (timestamp > last) {
                last = timestamp;
                output.emitWatermark(new Watermark(timestamp - 1));
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }
}
