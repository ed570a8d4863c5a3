/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import java.nio.charset.StandardCharsets;

/**
 * What an example is known by, as a number: 64 bits of its stream id and window. It depends on
 * nothing else, so that the same clip has the same hash in every run.
 */
public final class ExampleKey {
    private ExampleKey() {}

    /**
     * Hash of an example's key.
     *
     * @param streamId source of the clip
     * @param windowStartMillis begin of its window, in event time
     * @param windowEndMillis end of its window, in event time
     */
    public static long hash(String streamId, long windowStartMillis, long windowEndMillis) {
        // FNV-1a, then the finalizer of SplitMix64 over each part.
        long hash = 0xCBF29CE484222325L;
        for (byte b : streamId.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
        }
        return mix(mix(mix(hash) ^ windowStartMillis) ^ windowEndMillis);
    }

    /** A number from 0 to 1, exclusive, that is spread evenly over the hashes of keys. */
    public static double share(long keyHash) {
        return (mix(keyHash) >>> 11) * 0x1p-53;
    }

    /** Finalizer of SplitMix64: every bit of the result depends on every bit of the value. */
    static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
