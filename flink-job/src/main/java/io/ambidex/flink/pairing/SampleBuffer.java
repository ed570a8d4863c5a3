/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.flink.labeling.StreamTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The media records of one stream id that windows still need. Their keys stand in an index by
 * second of event time, so that one modality may be read far ahead of another and settling a window
 * still looks at the records around it only.
 */
final class SampleBuffer {

    private static final long BUCKET_MILLIS = 1_000;

    /** Beyond so many seconds it is quicker to look at those that hold something. */
    private static final long MOST_STEPS = 10_000;

    private final MapState<BufferedSample, MediaSample> samples;
    private final MapState<Long, List<BufferedSample>> index;

    SampleBuffer(RuntimeContext runtime) {
        samples =
                runtime.getMapState(
                        new MapStateDescriptor<>(
                                "samples", PairingTypes.BUFFERED_SAMPLE, StreamTypes.MEDIA_SAMPLE));
        index =
                runtime.getMapState(
                        new MapStateDescriptor<>(
                                "sample-index",
                                Types.LONG,
                                Types.LIST(PairingTypes.BUFFERED_SAMPLE)));
    }

    void add(BufferedSample key, MediaSample sample) throws Exception {
        samples.put(key, sample);
        long bucket = bucket(key.startMillis());
        List<BufferedSample> keys = index.get(bucket);
        List<BufferedSample> more = keys == null ? new ArrayList<>() : new ArrayList<>(keys);
        more.add(key);
        index.put(bucket, more);
    }

    /** All that is kept, in the order of time; reads no media. */
    List<BufferedSample> keys() throws Exception {
        List<BufferedSample> keys = new ArrayList<>();
        for (List<BufferedSample> some : index.values()) {
            keys.addAll(some);
        }
        keys.sort(BufferedSample.BY_TIME);
        return keys;
    }

    /** What is kept of the records that begin in {@code [from, to)}, in the order of time. */
    List<BufferedSample> keys(long from, long to) throws Exception {
        List<BufferedSample> keys = new ArrayList<>();
        for (long bucket : buckets(from, to)) {
            List<BufferedSample> some = index.get(bucket);
            if (some != null) {
                some.stream()
                        .filter(key -> key.startMillis() >= from && key.startMillis() < to)
                        .sorted(BufferedSample.BY_TIME)
                        .forEach(keys::add);
            }
        }
        return keys;
    }

    /** What is kept of the earliest second with a record that begins in {@code [from, to)}. */
    List<BufferedSample> firstKeys(long from, long to) throws Exception {
        for (long bucket : buckets(from, to)) {
            long start = Math.max(from, bucket * BUCKET_MILLIS);
            List<BufferedSample> keys = keys(start, Math.min(to, (bucket + 1) * BUCKET_MILLIS));
            if (!keys.isEmpty()) {
                return keys;
            }
        }
        return List.of();
    }

    private Iterable<Long> buckets(long from, long to) throws Exception {
        List<Long> buckets = new ArrayList<>();
        if (from >= to) {
            return buckets;
        }
        long first = bucket(from);
        long last = bucket(to - 1);
        if (last - first < MOST_STEPS) {
            for (long bucket = first; bucket <= last; bucket++) {
                buckets.add(bucket);
            }
            return buckets;
        }
        TreeSet<Long> held = new TreeSet<>();
        index.keys().forEach(held::add);
        return held.subSet(first, true, last, true);
    }

    MediaSample get(BufferedSample key) throws Exception {
        return samples.get(key);
    }

    void remove(BufferedSample key) throws Exception {
        samples.remove(key);
        long bucket = bucket(key.startMillis());
        List<BufferedSample> rest = new ArrayList<>(index.get(bucket));
        rest.remove(key);
        if (rest.isEmpty()) {
            index.remove(bucket);
        } else {
            index.put(bucket, rest);
        }
    }

    /** Per modality, the records among {@code keys} that share time with a window. */
    List<List<MediaSample>> of(WindowId window, List<BufferedSample> keys, int modalities)
            throws Exception {
        List<List<MediaSample>> found = new ArrayList<>();
        for (int i = 0; i < modalities; i++) {
            found.add(new ArrayList<>());
        }
        for (BufferedSample key : keys) {
            if (key.sharesTimeWith(window.startMillis(), window.endMillis())) {
                found.get(key.modality()).add(samples.get(key));
            }
        }
        return found;
    }

    private static long bucket(long millis) {
        return Math.floorDiv(millis, BUCKET_MILLIS);
    }
}
