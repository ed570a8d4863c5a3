/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.replay;

import io.ambidex.connectors.kafka.KafkaAccessException;
import io.ambidex.connectors.kafka.TopicAdmin;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.options.KafkaSettings;
import io.ambidex.flink.options.ModalityOptions;
import io.ambidex.flink.options.PublicationOptions;
import io.ambidex.flink.options.TopicOptions;
import io.ambidex.flink.pipeline.AmbidexJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/**
 * Trains once more, in this JVM, on the inputs as they stand on the topics now. Nothing is written
 * to Kafka; version files go to a folder that is deleted at the end.
 */
public final class Replay {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Configuration options;

    /**
     * @param options those of the job
     */
    public Replay(Configuration options) {
        this.options = new Configuration(options);
        this.options.set(ConnectionOptions.BOUNDED, true);
        this.options.set(
                ConnectionOptions.GROUP_ID, options.get(ConnectionOptions.GROUP_ID) + "-replay");
    }

    /**
     * Runs to the end of the topics.
     *
     * @param each takes every ledger entry as it is made
     * @throws Exception if the job fails; it is not started again
     */
    public void run(Consumer<LedgerEntry> each) throws Exception {
        Path folder = Files.createTempDirectory("ambidex-replay");
        try {
            Configuration local = new Configuration(options);
            local.set(PublicationOptions.DIRECTORY, folder.toUri().toString());
            local.removeConfig(PublicationOptions.PRIVATE_KEY);
            // A reader for every partition: one that has several may fail when it is told to wait
            // on a partition whose end it has reached (FLINK-39728).
            local.set(ConnectionOptions.SOURCE_PARALLELISM, mostPartitions());
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.getExecutionEnvironment(flinkOptions(local));
            env.setParallelism(1);
            try (CloseableIterator<LedgerEntry> entries =
                    AmbidexJob.trainingAlone(env, local).executeAndCollect("replay")) {
                entries.forEachRemaining(each);
            }
        } finally {
            delete(folder);
        }
    }

    /** Whoever replays wants to know of a failure; there is nothing to go on from. */
    private static Configuration flinkOptions(Configuration options) {
        Configuration flink = AmbidexJob.flinkOptions(options);
        flink.removeConfig(CheckpointingOptions.CHECKPOINTING_INTERVAL);
        flink.set(
                RestartStrategyOptions.RESTART_STRATEGY,
                RestartStrategyOptions.RestartStrategyType.NO_RESTART_STRATEGY.getMainValue());
        return flink;
    }

    private int mostPartitions() throws KafkaAccessException {
        try (TopicAdmin admin = new TopicAdmin(KafkaSettings.connection(options), PATIENCE)) {
            int most = admin.partitions(options.get(TopicOptions.LABELS));
            for (String modality : options.get(ModalityOptions.MODALITIES)) {
                String topic = options.get(ModalityOptions.of(modality).topic());
                most = Math.max(most, admin.partitions(topic));
            }
            return most;
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walked = Files.walk(folder)) {
            files = walked.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
