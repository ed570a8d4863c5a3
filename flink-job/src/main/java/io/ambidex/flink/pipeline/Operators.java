/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.labeling.LabelRecord;
import io.ambidex.flink.labeling.LabelingFunction;
import io.ambidex.flink.labeling.ScoredClip;
import io.ambidex.flink.labeling.StreamTypes;
import io.ambidex.flink.monitoring.CountUpdate;
import io.ambidex.flink.monitoring.Devices;
import io.ambidex.flink.monitoring.RecordTypes;
import io.ambidex.flink.options.ServingOptions;
import io.ambidex.flink.options.StreamSettings;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.flink.pairing.PairingFunction;
import io.ambidex.flink.serving.PredictOperator;
import io.ambidex.flink.serving.ServingSettings;
import io.ambidex.flink.training.ShadowOperator;
import io.ambidex.flink.training.TrainOperator;
import io.ambidex.flink.training.TrainerSettings;
import io.ambidex.flink.training.TrainingSignal;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.operators.SlotSharingGroup;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Connects the operators of a pipeline; each with a uid that stays and a name a person reads. */
final class Operators {

    private final PipelineBuilder builder;
    private final Configuration options;
    private final List<DataStream<CountUpdate>> counts;

    Operators(PipelineBuilder builder) {
        this.builder = builder;
        this.options = builder.options;
        this.counts = new ArrayList<>(builder.counts);
    }

    Pipeline connect() {
        Pipeline pipeline = new Pipeline();
        pipeline.clips = builder.clips;
        if (builder.media != null) {
            pipeline.paired = pair();
            pipeline.clips = pipeline.paired;
            counts.add(pipeline.paired.getSideOutput(PairingFunction.COUNTS));
        }
        DataStream<ScoredClip> scored = null;
        if (builder.predicts()) {
            SingleOutputStreamOperator<ScoredClip> predicted = predict(pipeline.clips);
            pipeline.predictor = predicted;
            scored = predicted;
        } else if (builder.trains() && builder.examples == null) {
            scored = unscored(pipeline.clips);
        }
        if (builder.trains()) {
            pipeline.examples = builder.examples == null ? label(scored) : builder.examples;
            pipeline.trainer = train(pipeline.examples);
            pipeline.shadow = shadow(pipeline.trainer);
        }
        return pipeline;
    }

    private SingleOutputStreamOperator<Clip> pair() {
        // Only label windows need labels here.
        boolean hasLabels = StreamSettings.hasLabelWindows(options);
        DataStream<LabelRecord> labels =
                hasLabels
                        ? builder.labels
                        : nothing(builder.media, "no-label-windows", StreamTypes.LABEL_RECORD);
        return named(
                builder.media
                        .keyBy(MediaSample::streamId)
                        .connect(labels.keyBy(LabelRecord::streamId))
                        .transform(
                                builder.name + ": Pair modalities into clips",
                                StreamTypes.CLIP,
                                new PairOperator(StreamSettings.pairing(options), hasLabels)),
                "pair",
                "Pair modalities into clips");
    }

    private SingleOutputStreamOperator<ScoredClip> predict(DataStream<Clip> clips) {
        DataStream<ModelUpdate> updates =
                builder.modelUpdates == null
                        ? nothing(clips, "no-model-updates", RecordTypes.MODEL_UPDATE)
                        : builder.modelUpdates;
        // By stream id, so that the clips of a stream keep their order at any parallelism.
        SingleOutputStreamOperator<ScoredClip> predicted =
                clips.keyBy(Clip::streamId)
                        .connect(updates.broadcast())
                        .transform(
                                builder.name + ": Predict clips",
                                StreamTypes.SCORED_CLIP,
                                new PredictOperator(ServingSettings.from(options)));
        int parallelism = options.get(ServingOptions.PARALLELISM);
        if (parallelism > 0) {
            predicted.setParallelism(parallelism);
        }
        return named(predicted, "predict", "Predict clips");
    }

    private DataStream<ScoredClip> unscored(DataStream<Clip> clips) {
        return named(
                clips.map(clip -> new ScoredClip(clip, null), StreamTypes.SCORED_CLIP),
                "unscored",
                "Pass clips without prediction");
    }

    private DataStream<Example> label(DataStream<ScoredClip> scored) {
        SingleOutputStreamOperator<Example> examples =
                named(
                        scored.keyBy(clip -> clip.clip().streamId())
                                .connect(builder.labels.keyBy(LabelRecord::streamId))
                                .process(
                                        new LabelingFunction(StreamSettings.labeling(options)),
                                        StreamTypes.EXAMPLE),
                        "label",
                        "Join clips with labels");
        counts.add(examples.getSideOutput(LabelingFunction.COUNTS));
        return examples;
    }

    private SingleOutputStreamOperator<MonitorRecord> train(DataStream<Example> examples) {
        SingleOutputStreamOperator<MonitorRecord> trainer =
                examples.connect(signals(examples))
                        .transform(
                                builder.name + ": Train",
                                RecordTypes.MONITOR_RECORD,
                                new TrainOperator(TrainerSettings.from(options)))
                        .setParallelism(1)
                        .setMaxParallelism(1);
        if (options.get(TrainingOptions.GPU_SLOT)) {
            trainer.slotSharingGroup(
                    SlotSharingGroup.newBuilder(builder.name + "-gpu")
                            .setCpuCores(1)
                            .setTaskHeapMemory(options.get(TrainingOptions.GPU_SLOT_HEAP))
                            .setExternalResource(Devices.RESOURCE, 1)
                            .build());
        }
        return named(trainer, "train", "Train");
    }

    /** The second learner; null when there is none. It shares the trainer's slot, GPU included. */
    private SingleOutputStreamOperator<MonitorRecord> shadow(
            SingleOutputStreamOperator<MonitorRecord> trainer) {
        TrainerSettings settings = TrainerSettings.ofShadow(options);
        if (settings == null) {
            return null;
        }
        return named(
                trainer.getSideOutput(TrainOperator.USED_BATCHES)
                        .transform(
                                builder.name + ": Train the shadow",
                                RecordTypes.MONITOR_RECORD,
                                new ShadowOperator(settings))
                        // A thread of its own, so that the trainer waits only when it falls behind.
                        .startNewChain()
                        .setParallelism(1)
                        .setMaxParallelism(1),
                "shadow",
                "Train the shadow");
    }

    private DataStream<TrainingSignal> signals(DataStream<?> beside) {
        List<DataStream<TrainingSignal>> signals = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            signals.add(
                    named(
                            counts.get(i).map(TrainingSignal::of, TrainingSignal.TYPE),
                            "count-" + i,
                            "Hand counts to the trainer"));
        }
        if (builder.controls != null) {
            signals.add(
                    named(
                            builder.controls
                                    .map(TrainingSignal::of, TrainingSignal.TYPE)
                                    .setParallelism(1),
                            "control",
                            "Hand commands to the trainer"));
        }
        if (signals.isEmpty()) {
            return nothing(beside, "no-signals", TrainingSignal.TYPE);
        }
        DataStream<TrainingSignal> all = signals.get(0);
        for (DataStream<TrainingSignal> more : signals.subList(1, signals.size())) {
            all = all.union(more);
        }
        return all;
    }

    /** A stream that ends at once: it carries nothing and does not hold event time back. */
    private <T> DataStream<T> nothing(DataStream<?> beside, String id, TypeInformation<T> type) {
        DataStream<Long> none =
                named(
                        beside.getExecutionEnvironment().fromSequence(0, 0).setParallelism(1),
                        id,
                        "Nothing");
        return named(
                none.<T>flatMap((number, out) -> {}, type).setParallelism(1),
                id + "-typed",
                "Nothing, typed");
    }

    private <T> SingleOutputStreamOperator<T> named(
            SingleOutputStreamOperator<T> operator, String id, String readable) {
        return operator.uid(builder.name + "-" + id).name(builder.name + ": " + readable);
    }
}
