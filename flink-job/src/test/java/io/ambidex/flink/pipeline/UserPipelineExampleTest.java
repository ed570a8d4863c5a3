/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.labeling.LabelRecord;
import io.ambidex.flink.labeling.StreamTypes;
import io.ambidex.flink.local.TestFlink;
import io.ambidex.flink.options.LabelOptions;
import io.ambidex.flink.options.ModalityOptions;
import io.ambidex.flink.options.PublicationOptions;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.flink.options.WindowOptions;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job of a user's own: streams that are there already, a few builder calls, streams that come
 * out.
 */
class UserPipelineExampleTest {

    @RegisterExtension static final MiniClusterExtension FLINK = TestFlink.cluster();

    private static final int SECONDS = 24;
    private static final int SAMPLE_RATE = 16_000;
    private static final int PICTURE = 16;

    @TempDir Path models;
    private StreamExecutionEnvironment env;

    @BeforeEach
    void environment() {
        env =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
        env.setParallelism(2);
    }

    @Test
    void pairPredictAndTrainInAFewCalls() throws Exception {
        DataStream<MediaSample> audio = audio();
        DataStream<MediaSample> video = video();
        DataStream<LabelRecord> labels = labels();

        // readme: begin
        Pipeline pipeline =
                Ambidex.pipeline()
                        .with(LabelOptions.CLASSES, List.of("quiet", "loud"))
                        .with(TrainingOptions.METHOD, "ogm-ge")
                        .with(TrainingOptions.BATCH_SIZE, 8)
                        .with(PublicationOptions.DIRECTORY, models.toUri().toString())
                        .with(ModalityOptions.of("video").height(), PICTURE)
                        .with(ModalityOptions.of("video").width(), PICTURE)
                        .media(audio, video)
                        .labels(labels)
                        .withoutModelUpdates() // or modelUpdates(stream of what was published)
                        .build();

        DataStream<Prediction> predictions = pipeline.predictions();
        DataStream<LedgerEntry> ledger = pipeline.ledger();
        // readme: end

        CloseableIterator<Prediction> predicted = predictions.collectAsync();
        CloseableIterator<LedgerEntry> recorded = ledger.collectAsync();
        env.execute();
        assertThat(predicted).toIterable().hasSize(SECONDS);
        List<LedgerEntry> entries = new ArrayList<>();
        recorded.forEachRemaining(entries::add);
        assertThat(entries.get(entries.size() - 1).getAdmitted()).isEqualTo(SECONDS);
    }

    @Test
    void everyStageWorksAlone() throws Exception {
        DataStream<Clip> clips =
                Ambidex.pipeline()
                        .named("pairing")
                        .with(small())
                        .media(audio(), video())
                        .pairOnly()
                        .build()
                        .clips();
        DataStream<Prediction> predictions =
                Ambidex.pipeline()
                        .named("serving")
                        .with(small())
                        .clips(clips)
                        .withoutModelUpdates()
                        .build()
                        .predictions();
        DataStream<Example> examples =
                clips.map(
                        clip -> new Example(clip, null, 0, false, null, clip.window().endMillis()),
                        StreamTypes.EXAMPLE);
        DataStream<LedgerEntry> ledger =
                Ambidex.pipeline()
                        .named("training")
                        .with(small())
                        .examples(examples)
                        .build()
                        .ledger();
        CloseableIterator<Prediction> predicted = predictions.collectAsync();
        CloseableIterator<LedgerEntry> recorded = ledger.collectAsync();
        env.execute();
        assertThat(predicted).toIterable().hasSize(SECONDS);
        List<LedgerEntry> entries = new ArrayList<>();
        recorded.forEachRemaining(entries::add);
        assertThat(entries.get(entries.size() - 1).getEndExample()).isEqualTo(SECONDS);
    }

    @Test
    void whatDoesNotFitTogetherIsRefusedWhenItIsBuilt() {
        assertThatThrownBy(() -> Ambidex.pipeline().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "a pipeline begins with media, with clips or with examples, but got 0 of"
                                + " these");
        assertThatThrownBy(() -> Ambidex.pipeline().media(audio()).labels(labels()).build())
                .hasMessageStartingWith("predictions need modelUpdates(…)");
        assertThatThrownBy(
                        () ->
                                Ambidex.pipeline()
                                        .with(WindowOptions.WINDOW, WindowOptions.Kind.LABEL)
                                        .media(audio())
                                        .withoutModelUpdates()
                                        .build())
                .hasMessage("the windows are the intervals of labels, but there are no labels");
        assertThatThrownBy(
                        () ->
                                Ambidex.pipeline()
                                        .with(WindowOptions.SIZE, Duration.ZERO)
                                        .media(audio())
                                        .withoutModelUpdates()
                                        .build())
                .hasMessage("option pairing.window-size must be at least 1 ms, but is 0 ms");
        assertThatThrownBy(() -> pairing().predictions())
                .hasMessage("this pipeline does not predict");
    }

    private Pipeline pairing() {
        return Ambidex.pipeline().media(audio()).pairOnly().build();
    }

    private Configuration small() {
        return new Configuration()
                .set(LabelOptions.CLASSES, List.of("quiet", "loud"))
                .set(PublicationOptions.DIRECTORY, models.toUri().toString())
                .set(ModalityOptions.of("video").height(), PICTURE)
                .set(ModalityOptions.of("video").width(), PICTURE);
    }

    private DataStream<MediaSample> audio() {
        List<MediaSample> chunks = new ArrayList<>();
        for (int i = 0; i < SECONDS * 10; i++) {
            byte[] pcm = new byte[SAMPLE_RATE / 10 * Short.BYTES];
            java.util.Arrays.fill(pcm, (byte) (i / 10 % 2 * 40));
            chunks.add(sample("audio", i * 100L, i * 100L + 100, pcm, i));
        }
        return stream(chunks, StreamTypes.MEDIA_SAMPLE, MediaSample::startMillis);
    }

    private DataStream<MediaSample> video() {
        List<MediaSample> frames = new ArrayList<>();
        for (int i = 0; i < SECONDS * 5; i++) {
            byte[] pixels = new byte[PICTURE * PICTURE * 3];
            java.util.Arrays.fill(pixels, (byte) (i / 5 % 2 * 100));
            frames.add(sample("video", i * 200L, i * 200L + 200, pixels, i));
        }
        return stream(frames, StreamTypes.MEDIA_SAMPLE, MediaSample::startMillis);
    }

    private DataStream<LabelRecord> labels() {
        List<LabelRecord> labels = new ArrayList<>();
        for (int i = 0; i < SECONDS; i++) {
            labels.add(
                    new LabelRecord(
                            "camera",
                            new WindowId(i * 1_000L, i * 1_000L + 1_000),
                            i % 2,
                            i * 1_000L + 1_500,
                            false,
                            new RecordPosition("labels", 0, i)));
        }
        return stream(labels, StreamTypes.LABEL_RECORD, LabelRecord::knownAtMillis);
    }

    private static MediaSample sample(
            String modality, long start, long end, byte[] data, long offset) {
        return new MediaSample(
                "camera", modality, start, end, data, new RecordPosition(modality, 0, offset));
    }

    private <T> DataStream<T> stream(List<T> values, TypeInformation<T> type, EventTime<T> time) {
        return env.fromData(values, type)
                .assignTimestampsAndWatermarks(
                        WatermarkStrategy.<T>forMonotonousTimestamps()
                                .withTimestampAssigner((value, t) -> time.of(value)));
    }

    private interface EventTime<T> extends Serializable {
        long of(T value);
    }
}
