/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import java.util.Map;

/**
 * Rows that replace those of a reader's copy from one index on.
 *
 * @param table which table: the name of a learner, or {@code serving}
 * @param from index of the first row given; rows before it stay
 * @param bucketMillis length of a row's interval in milliseconds
 * @param at beginning of each row's interval, processing time in milliseconds, ascending
 * @param step last step in each row
 * @param values per column one value for each row given; null where there is none
 */
public record SeriesPatch(
        String table,
        int from,
        long bucketMillis,
        long[] at,
        long[] step,
        Map<String, Double[]> values) {}
