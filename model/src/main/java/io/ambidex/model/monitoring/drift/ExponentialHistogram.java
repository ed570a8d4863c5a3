/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring.drift;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A long window of values in logarithmic memory: buckets of 1, 2, 4 … values, at most M of each
 * size, the newest values in the smallest buckets; when a size has M + 1, its two oldest are
 * merged. Totals are added up from the buckets each time, so that rounding errors do not build up
 * over an unbounded stream.
 */
final class ExponentialHistogram {
    private static final int MOST_SIZES = 62;

    private final int bucketsOfASize;

    /** By size, each with its oldest bucket first. */
    private final List<Deque<Moments>> sizes = new ArrayList<>();

    /**
     * @param bucketsOfASize M, at least 2
     */
    ExponentialHistogram(int bucketsOfASize) {
        if (bucketsOfASize < 2) {
            throw new IllegalArgumentException(
                    "buckets of a size must be at least 2, were " + bucketsOfASize);
        }
        this.bucketsOfASize = bucketsOfASize;
    }

    void add(double value) {
        Moments carried = Moments.of(value);
        for (int i = 0; carried != null; i++) {
            if (i == sizes.size()) {
                sizes.add(new ArrayDeque<>());
            }
            Deque<Moments> buckets = sizes.get(i);
            buckets.addLast(carried);
            carried =
                    buckets.size() > bucketsOfASize
                            ? buckets.removeFirst().plus(buckets.removeFirst())
                            : null;
        }
    }

    /** Forgets the oldest bucket; the window must not be empty. */
    void dropOldest() {
        int last = sizes.size() - 1;
        sizes.get(last).removeFirst();
        while (last >= 0 && sizes.get(last).isEmpty()) {
            sizes.remove(last--);
        }
    }

    /** Of the whole window. */
    Moments all() {
        Moments all = Moments.NONE;
        for (Moments bucket : oldestFirst()) {
            all = all.plus(bucket);
        }
        return all;
    }

    /** All buckets, the oldest first. */
    List<Moments> oldestFirst() {
        List<Moments> buckets = new ArrayList<>();
        for (int i = sizes.size() - 1; i >= 0; i--) {
            buckets.addAll(sizes.get(i));
        }
        return buckets;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(sizes.size());
        for (Deque<Moments> buckets : sizes) {
            out.writeInt(buckets.size());
            for (Moments bucket : buckets) {
                out.writeLong(bucket.count());
                out.writeDouble(bucket.sum());
                out.writeDouble(bucket.squares());
            }
        }
    }

    void read(DataInputStream in) throws IOException {
        sizes.clear();
        int count = in.readInt();
        requireAtMost("sizes of buckets", MOST_SIZES, count);
        for (int i = 0; i < count; i++) {
            int length = in.readInt();
            requireAtMost("buckets of a size", bucketsOfASize, length);
            Deque<Moments> buckets = new ArrayDeque<>();
            for (int j = 0; j < length; j++) {
                buckets.addLast(new Moments(in.readLong(), in.readDouble(), in.readDouble()));
            }
            sizes.add(buckets);
        }
    }

    private static void requireAtMost(String what, int limit, int value) throws IOException {
        if (value < 0 || value > limit) {
            throw new IOException(
                    "a window has at most %d %s, the state has %d".formatted(limit, what, value));
        }
    }
}
