/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.flink.alerting.WebhookSettings;
import io.ambidex.flink.alerting.WebhookSink;
import io.ambidex.flink.options.JobChecks;
import io.ambidex.flink.options.ModelSettings;
import io.ambidex.flink.options.ServingOptions;
import io.ambidex.flink.options.StreamSettings;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.model.network.ModalitySpec;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The whole job from its options: topics in, pairing, prediction, training, topics out.
 *
 * <pre>{@code
 * Configuration options = OptionFiles.read(Path.of("ambidex.yaml"));
 * StreamExecutionEnvironment env =
 *         StreamExecutionEnvironment.getExecutionEnvironment(AmbidexJob.flinkOptions(options));
 * AmbidexJob.addTo(env, options);
 * env.executeAsync(AmbidexJob.name(options));
 * }</pre>
 */
public final class AmbidexJob {

    /**
     * What Flink must be configured with: everything under {@code flink.} without that prefix, and
     * what the job needs where nothing is said.
     */
    public static Configuration flinkOptions(Configuration options) {
        return FlinkSettings.of(options);
    }

    /** Name of the job in Flink's web interface. */
    public static String name(Configuration options) {
        return FlinkSettings.jobName(options);
    }

    /**
     * Adds every operator of the job.
     *
     * @throws io.ambidex.flink.options.InvalidOptionException if an option is wrong, see {@link
     *     JobChecks}
     */
    public static void addTo(StreamExecutionEnvironment env, Configuration options) {
        JobChecks.check(options);
        KafkaStreams inputs = new KafkaStreams(env, options);
        Pipeline pipeline = pipeline(inputs, options);
        KafkaResults results = new KafkaResults(options);
        if (pipeline.predicts()) {
            results.addPredictions(pipeline);
        }
        if (pipeline.trains()) {
            results.addTraining(pipeline);
        }
        results.addAlerts(pipeline);
        results.addDeadLetters(inputs.deadLetters());
        results.write();
        WebhookSettings.from(options).ifPresent(webhook -> post(pipeline.alerts(), webhook));
    }

    private static void post(DataStream<Alert> alerts, WebhookSettings webhook) {
        alerts.sinkTo(new WebhookSink(webhook))
                .uid("alerts-webhook")
                .name("Post alerts")
                .setParallelism(1)
                .slotSharingGroup(KafkaResults.DEFAULT_SLOT);
    }

    /**
     * The training half of the job alone: reads the inputs, trains, and hands on the ledger. It
     * writes version files, and nothing to Kafka.
     *
     * @throws io.ambidex.flink.options.InvalidOptionException if an option is wrong, see {@link
     *     JobChecks}
     */
    public static DataStream<LedgerEntry> trainingAlone(
            StreamExecutionEnvironment env, Configuration options) {
        Configuration alone = new Configuration(options);
        alone.set(TrainingOptions.ENABLED, true);
        alone.set(ServingOptions.ENABLED, false);
        JobChecks.check(alone);
        return pipeline(new KafkaStreams(env, alone), alone).ledger();
    }

    private static Pipeline pipeline(KafkaStreams inputs, Configuration options) {
        PipelineBuilder builder = Ambidex.pipeline().with(options);
        for (ModalitySpec modality : ModelSettings.network(options).modalities()) {
            builder.addMedia(inputs.media(modality));
        }
        boolean trains = options.get(TrainingOptions.ENABLED);
        if (trains || StreamSettings.hasLabelWindows(options)) {
            builder.labels(inputs.labels());
            builder.counts(inputs.labelCounts());
        }
        if (trains) {
            builder.controls(inputs.controls());
        }
        if (options.get(ServingOptions.ENABLED)) {
            builder.modelUpdates(inputs.modelUpdates());
        }
        return builder.build();
    }

    private AmbidexJob() {}
}
