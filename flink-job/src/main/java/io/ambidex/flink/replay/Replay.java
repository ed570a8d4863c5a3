/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.replay;

import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.options.PublicationOptions;
import io.ambidex.flink.pipeline.AmbidexJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/**
 * Trains once more, in this JVM, on the inputs as they stand on the topics now. Nothing is written
 * to Kafka; version files go to a folder that is deleted at the end.
 */
public final class Replay {
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
     * @throws Exception if the job fails
     */
    public void run(Consumer<LedgerEntry> each) throws Exception {
        Path folder = Files.createTempDirectory("ambidex-replay");
        try {
            Configuration local = new Configuration(options);
            local.set(PublicationOptions.DIRECTORY, folder.toUri().toString());
            local.removeConfig(PublicationOptions.PRIVATE_KEY);
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.getExecutionEnvironment(
                            AmbidexJob.flinkOptions(local));
            env.setParallelism(1);
            try (CloseableIterator<LedgerEntry> entries =
                    AmbidexJob.trainingAlone(env, local).executeAndCollect("replay")) {
                entries.forEachRemaining(each);
            }
        } finally {
            delete(folder);
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
