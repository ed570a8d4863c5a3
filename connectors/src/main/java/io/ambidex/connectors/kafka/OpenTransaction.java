/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.time.Duration;
import java.util.List;

/**
 * A transaction that is neither committed nor aborted: committed records behind its first one are
 * not seen by {@code read_committed} readers until it is.
 *
 * @param id its transactional id
 * @param topics the topics it has written to, sorted
 * @param age how long it has been open
 * @param timeout after how long the broker aborts it by itself
 */
public record OpenTransaction(String id, List<String> topics, Duration age, Duration timeout) {

    /** Brokers look for transactions to abort every 10 s. */
    private static final Duration SLACK = Duration.ofSeconds(20);

    /** Whether the broker should have aborted it. */
    public boolean overdue() {
        return age.compareTo(timeout.plus(SLACK)) > 0;
    }

    @Override
    public String toString() {
        return "%s on %s, open for %d s of %d s"
                .formatted(id, String.join(", ", topics), age.toSeconds(), timeout.toSeconds());
    }
}
