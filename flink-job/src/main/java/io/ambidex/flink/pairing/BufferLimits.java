/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import java.io.Serializable;

/**
 * What one stream id may keep while its windows wait. Watermark alignment does not bound that, so
 * the cap is hard: beyond it the oldest records are evicted, counted and given to the side output.
 *
 * @param records number of media records, 1 or more
 * @param bytes bytes of decoded media, 1 or more
 * @param spanMillis event time from the oldest kept record to the newest one seen, 1 or more
 */
public record BufferLimits(long records, long bytes, long spanMillis) implements Serializable {

    /** 100,000 records, 64 MiB and an hour. */
    public static final BufferLimits DEFAULT = new BufferLimits(100_000, 64L << 20, 3_600_000);

    public BufferLimits {
        Limits.atLeast("records kept for a stream id", records, 1);
        Limits.atLeast("bytes kept for a stream id", bytes, 1);
        Limits.atLeast("event time kept for a stream id in milliseconds", spanMillis, 1);
    }

    /** What is left after an eviction, so that the next record does not evict again. */
    BufferLimits sevenEighths() {
        return new BufferLimits(
                Math.max(1, records - records / 8),
                Math.max(1, bytes - bytes / 8),
                Math.max(1, spanMillis - spanMillis / 8));
    }
}
