/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Median and 99th percentile, by nearest rank.
 *
 * @param p50 null when there is nothing to rank
 * @param p99 likewise
 */
record Percentiles(@JsonProperty("p50") Long p50, @JsonProperty("p99") Long p99) {

    /**
     * Ranks values.
     *
     * @param ascending in ascending order
     */
    static Percentiles of(List<Long> ascending) {
        return new Percentiles(rank(ascending, 0.50), rank(ascending, 0.99));
    }

    private static Long rank(List<Long> ascending, double share) {
        if (ascending.isEmpty()) {
            return null;
        }
        int rank = (int) Math.ceil(share * ascending.size());
        return ascending.get(Math.max(1, rank) - 1);
    }
}
