/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.options.LabelOptions;
import io.ambidex.flink.options.OptionCatalog;
import io.ambidex.flink.options.PublicationOptions;
import io.ambidex.flink.options.ServingOptions;
import io.ambidex.flink.options.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;

/** The options of the job whose processes are killed. */
final class JobOptions {
    private static final String NAME = "chaos";
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(2);
    private static final int BATCH_SIZE = 16;
    private static final int VERSIONS = 200;
    private static final int MIN_VERSION_INTERVAL_STEPS = 2;
    private static final String METHOD = "inforeg";

    private JobOptions() {}

    static Configuration of(
            ChaosOptions options, KafkaConnection kafka, List<String> classes, ChaosFolder folder) {
        Configuration job = new Configuration();
        job.set(ConnectionOptions.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
        job.set(ConnectionOptions.GROUP_ID, NAME);
        job.set(ConnectionOptions.TRANSACTIONAL_ID_PREFIX, NAME);
        // The player gives every partition heartbeats: no clock needs to decide anything.
        job.set(ConnectionOptions.EMPTY_INPUT_TIMEOUT, Duration.ZERO);
        job.set(LabelOptions.CLASSES, classes);
        job.set(TrainingOptions.METHOD, METHOD);
        job.set(TrainingOptions.SEED, options.seed());
        job.set(TrainingOptions.BATCH_SIZE, BATCH_SIZE);
        job.set(TrainingOptions.DEVICE, "cpu");
        job.set(ServingOptions.DEVICE, "cpu");
        long steps = options.clips() / BATCH_SIZE;
        job.set(
                PublicationOptions.INTERVAL_STEPS,
                (int) Math.max(MIN_VERSION_INTERVAL_STEPS, steps / VERSIONS));
        job.set(PublicationOptions.DIRECTORY, folder.models().toUri().toString());
        setFlink(job, CoreOptions.DEFAULT_PARALLELISM, 2);
        setFlink(job, CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
        setFlink(
                job,
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.checkpoints().toUri().toString());
        // What a new job manager goes on from must not go with the old one.
        setFlink(
                job,
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        setFlink(job, CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);
        options.overrides().forEach(job::setString);
        return job;
    }

    /** Writes the options for commands that take {@code --config}. */
    static void write(Configuration job, Path file) throws IOException {
        Files.writeString(
                file,
                new TreeMap<>(job.toMap())
                        .entrySet().stream()
                                .map(
                                        e ->
                                                e.getKey()
                                                        + ": '"
                                                        + e.getValue().replace("'", "''")
                                                        + "'\n")
                                .collect(Collectors.joining()));
    }

    private static <T> void setFlink(Configuration job, ConfigOption<T> option, T value) {
        Configuration flink = new Configuration();
        flink.set(option, value);
        flink.toMap().forEach((key, text) -> job.setString(OptionCatalog.FLINK_PREFIX + key, text));
    }
}
