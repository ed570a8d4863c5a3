/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.replay;

import io.ambidex.connectors.kafka.KafkaAccessException;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.flink.options.TrainingOptions;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;

/** Trains again from the topics and holds what comes out against the ledger. */
public final class ReplayCheck {
    private final Configuration options;
    private final String expectedDigest;

    /**
     * What came of it.
     *
     * @param compared versions that were held against the ledger
     * @param lastSameStep the last step with the same bits; -1 when there was none
     * @param nonRepeatableDecisions of the replay
     * @param problem why it is not the same; null when it is
     */
    public record Result(
            long compared, long lastSameStep, long nonRepeatableDecisions, String problem) {}

    /**
     * @param options those of the job
     * @param expectedDigest a digest that must come; null when only the ledger counts
     */
    public ReplayCheck(Configuration options, String expectedDigest) {
        this.options = options;
        this.expectedDigest = expectedDigest;
    }

    /**
     * Makes the check.
     *
     * @param progress takes every version of the replay
     * @throws KafkaAccessException if the topics cannot be read
     * @throws IllegalArgumentException if the versions were made with another number of threads:
     *     sums would have other bits
     * @throws Exception if the replay fails
     */
    public Result run(Consumer<LedgerEntry> progress) throws Exception {
        RecordedVersions recorded = new RecordedVersions(options);
        requireThreads(recorded.threads());
        Comparison comparison = new Comparison(recorded.ledger(), expectedDigest);
        long[] nonRepeatable = {0};
        new Replay(options)
                .run(
                        entry -> {
                            progress.accept(entry);
                            comparison.add(LearnedVersion.of(entry));
                            nonRepeatable[0] = entry.getNonRepeatableDecisions();
                        });
        return new Result(
                comparison.compared(),
                comparison.lastSameStep(),
                nonRepeatable[0],
                comparison.problem());
    }

    private void requireThreads(Set<Integer> made) {
        int threads = options.get(TrainingOptions.THREADS);
        if (!made.isEmpty() && !made.equals(Set.of(threads))) {
            throw new IllegalArgumentException(
                    "%s is %d, but the versions were made with %s: sums would have other bits"
                            .formatted(TrainingOptions.THREADS.key(), threads, made));
        }
    }
}
