/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import io.ambidex.connectors.schema.Prediction;
import java.time.Duration;

/** How many clips were predicted when, and how long after their end. Not thread-safe. */
final class ServingHistory {
    private static final int MAX_ROWS = 1_200;
    private static final int MAX_COLUMNS = 4;
    private static final long FIRST_BUCKET_MILLIS = 1_000;

    /** A clip that is older was not live: it is replayed, and its age says nothing of the job. */
    private static final long LIVE_MILLIS = Duration.ofDays(1).toMillis();

    private final TimeTable table = new TimeTable(MAX_ROWS, MAX_COLUMNS, FIRST_BUCKET_MILLIS);
    private long predictions;
    private Double lagMillis;

    void add(Prediction prediction, long atMillis) {
        predictions++;
        long behind = prediction.getPredictedAtMillis() - prediction.getWindowEndMillis();
        boolean live = behind >= 0 && behind < LIVE_MILLIS;
        lagMillis = live ? (double) behind : null;
        table.at(atMillis, 0).total("predictions", 1).mean("lag", lagMillis);
    }

    TimeTable table() {
        return table;
    }

    long predictions() {
        return predictions;
    }

    /** From the end of the last clip to its prediction; null when clips are replayed. */
    Double lagMillis() {
        return lagMillis;
    }
}
