/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

/**
 * The way in for a Flink job of one's own.
 *
 * <p>The smallest pipeline that pairs, predicts, trains and takes up what it learned:
 *
 * <pre>{@code
 * Pipeline pipeline =
 *         Ambidex.pipeline()
 *                 .with(LabelOptions.CLASSES, List.of("yes", "no"))
 *                 .with(PublicationOptions.DIRECTORY, "s3://models")
 *                 .media(audio, video)        // DataStream<MediaSample>, event time assigned
 *                 .labels(labels)             // DataStream<LabelRecord>
 *                 .modelUpdates(updates)      // DataStream<ModelUpdate>, what the pipeline published
 *                 .build();
 * DataStream<Prediction> predictions = pipeline.predictions();
 * DataStream<MonitorRecord> balance = pipeline.monitors();
 * DataStream<ModelUpdate> published = pipeline.publishedVersions();
 * }</pre>
 *
 * <p>Any stage works alone: {@code media(…).pairOnly()}, {@code clips(…)} without labels, {@code
 * examples(…)}.
 */
public final class Ambidex {

    /** Starts a pipeline with the default of every option. */
    public static PipelineBuilder pipeline() {
        return new PipelineBuilder();
    }

    private Ambidex() {}
}
