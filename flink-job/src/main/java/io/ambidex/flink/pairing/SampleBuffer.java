/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.flink.labeling.StreamTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;

/** The media records of one stream id that windows still need. */
final class SampleBuffer {

    private final MapState<BufferedSample, MediaSample> samples;

    SampleBuffer(RuntimeContext runtime) {
        samples =
                runtime.getMapState(
                        new MapStateDescriptor<>(
                                "samples", PairingTypes.BUFFERED_SAMPLE, StreamTypes.MEDIA_SAMPLE));
    }

    void add(BufferedSample key, MediaSample sample) throws Exception {
        samples.put(key, sample);
    }

    /** What is kept, in the order of time; reads no media. */
    List<BufferedSample> keys() throws Exception {
        List<BufferedSample> keys = new ArrayList<>();
        samples.keys().forEach(keys::add);
        keys.sort(BufferedSample.BY_TIME);
        return keys;
    }

    MediaSample get(BufferedSample key) throws Exception {
        return samples.get(key);
    }

    void remove(BufferedSample key) throws Exception {
        samples.remove(key);
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
}
