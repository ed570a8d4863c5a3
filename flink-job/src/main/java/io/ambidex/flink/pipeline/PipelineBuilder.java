/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.schema.Control;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.labeling.LabelRecord;
import io.ambidex.flink.monitoring.CountUpdate;
import io.ambidex.flink.options.InvalidOptionException;
import io.ambidex.flink.options.JobChecks;
import io.ambidex.flink.options.ServingOptions;
import io.ambidex.flink.options.StreamSettings;
import io.ambidex.flink.options.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Collects inputs and options of a pipeline; {@link #build} checks them and adds the operators. See
 * {@link Ambidex} for the smallest call.
 *
 * <p>It begins with media, with clips or with examples. It predicts what it begins with unless told
 * otherwise, and trains when it has labels or examples.
 */
public final class PipelineBuilder {

    private static final String NAME = "[A-Za-z0-9._ -]{1,60}";

    final Configuration options = new Configuration();
    final List<DataStream<CountUpdate>> counts = new ArrayList<>();
    String name = "ambidex";
    DataStream<MediaSample> media;
    DataStream<Clip> clips;
    DataStream<Example> examples;
    DataStream<LabelRecord> labels;
    DataStream<ModelUpdate> modelUpdates;
    DataStream<Control> controls;
    private boolean pairOnly;
    private boolean withoutModelUpdates;

    PipelineBuilder() {}

    /** Sets an option; those of Kafka and topics mean nothing here. */
    public <T> PipelineBuilder with(ConfigOption<T> option, T value) {
        options.set(option, value);
        return this;
    }

    /** Sets every option that is given, see {@link io.ambidex.flink.options.OptionFiles}. */
    public PipelineBuilder with(Configuration given) {
        options.addAll(given);
        return this;
    }

    /**
     * Prefix of the names and uids of the operators, {@code ambidex} by default; two pipelines in
     * one job need two.
     */
    public PipelineBuilder named(String prefix) {
        name = prefix;
        return this;
    }

    /**
     * Begins with decoded media of all modalities, in one stream or several; with event time and
     * watermarks.
     */
    @SafeVarargs
    public final PipelineBuilder media(
            DataStream<MediaSample> first, DataStream<MediaSample>... others) {
        media = first;
        for (DataStream<MediaSample> other : others) {
            media = media.union(other);
        }
        return this;
    }

    PipelineBuilder addMedia(DataStream<MediaSample> stream) {
        media = media == null ? stream : media.union(stream);
        return this;
    }

    /** Begins with clips. */
    public PipelineBuilder clips(DataStream<Clip> stream) {
        clips = stream;
        return this;
    }

    /** Begins with examples, and only trains. */
    public PipelineBuilder examples(DataStream<Example> stream) {
        examples = stream;
        return this;
    }

    /** Labels to train on; event time is the moment from which a label was known. */
    public PipelineBuilder labels(DataStream<LabelRecord> stream) {
        labels = stream;
        return this;
    }

    /**
     * Model versions to predict with. What watermarks it has makes no difference: predictions
     * follow the time of the clips.
     */
    public PipelineBuilder modelUpdates(DataStream<ModelUpdate> stream) {
        modelUpdates = stream;
        return this;
    }

    /** Predicts with the initial weights for ever. */
    public PipelineBuilder withoutModelUpdates() {
        withoutModelUpdates = true;
        return this;
    }

    /** Commands to the trainer; likewise without event time of the stream. */
    public PipelineBuilder controls(DataStream<Control> stream) {
        controls = stream;
        return this;
    }

    /** Counts of operators before the pipeline that shall stand in the ledger. */
    public PipelineBuilder counts(DataStream<CountUpdate> stream) {
        counts.add(stream);
        return this;
    }

    /** Makes clips and nothing else. */
    public PipelineBuilder pairOnly() {
        pairOnly = true;
        return this;
    }

    /**
     * Checks options and inputs and adds the operators to the streams' environment.
     *
     * @throws InvalidOptionException if an option is wrong
     * @throws IllegalStateException if an input is missing, or two exclude each other
     */
    public Pipeline build() {
        JobChecks.check(options);
        checkInputs();
        return new Operators(this).connect();
    }

    boolean predicts() {
        return examples == null && !pairOnly && options.get(ServingOptions.ENABLED);
    }

    boolean trains() {
        return !pairOnly
                && options.get(TrainingOptions.ENABLED)
                && (labels != null || examples != null);
    }

    private void checkInputs() {
        if (!name.matches(NAME)) {
            throw new IllegalStateException(
                    "the name of a pipeline has 1 to 60 letters, digits, spaces, . _ or -, but is '"
                            + name
                            + "'");
        }
        int beginnings =
                (media != null ? 1 : 0) + (clips != null ? 1 : 0) + (examples != null ? 1 : 0);
        require(
                beginnings == 1,
                "a pipeline begins with media, with clips or with examples, but got "
                        + beginnings
                        + " of these");
        require(
                !pairOnly || media != null,
                "pairOnly() makes clips of media, but there is no media");
        require(
                media == null || labels != null || !StreamSettings.hasLabelWindows(options),
                "the windows are the intervals of labels, but there are no labels");
        require(
                predicts() || trains() || pairOnly,
                "nothing is left to do: predicting is turned off, and there is nothing to train on");
        require(
                !predicts() || modelUpdates != null || withoutModelUpdates,
                "predictions need modelUpdates(…); or say withoutModelUpdates() to predict with the "
                        + "initial weights for ever");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalStateException(message);
        }
    }
}
