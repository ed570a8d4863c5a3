/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.check;

import java.util.Comparator;

/**
 * A usable media record without its media.
 *
 * @param startMillis event time of its begin
 * @param endMillis event time of its end, exclusive
 * @param partition partition it stands in
 * @param offset offset it stands at
 */
record Piece(long startMillis, long endMillis, int partition, long offset) {
    static final Comparator<Piece> BY_TIME =
            Comparator.comparingLong(Piece::startMillis)
                    .thenComparingLong(Piece::coveredEndMillis)
                    .thenComparingInt(Piece::partition)
                    .thenComparingLong(Piece::offset);

    /** A record of unknown length covers a millisecond. */
    long coveredEndMillis() {
        return Math.max(endMillis, startMillis + 1);
    }
}
