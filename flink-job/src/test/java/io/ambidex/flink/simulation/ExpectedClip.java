/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.ModalityMedia;
import io.ambidex.connectors.clip.WindowId;
import java.util.Arrays;
import java.util.List;

/**
 * A clip by what it is made of.
 *
 * @param streamId the source
 * @param window the window
 * @param partition of the media topics; -1 when nothing is there
 * @param offsets of each modality, in the order of event time; empty when it is missing
 */
record ExpectedClip(String streamId, WindowId window, List<Integer> partition, List<String> offsets)
        implements Comparable<ExpectedClip> {

    static ExpectedClip of(String streamId, WindowId window, List<List<MediaSample>> samples) {
        return new ExpectedClip(
                streamId,
                window,
                samples.stream()
                        .map(some -> some.isEmpty() ? -1 : some.get(0).position().partition())
                        .toList(),
                samples.stream()
                        .map(some -> some.stream().mapToLong(s -> s.position().offset()).toArray())
                        .map(Arrays::toString)
                        .toList());
    }

    static ExpectedClip of(Clip clip) {
        List<ModalityMedia> media = clip.media();
        return new ExpectedClip(
                clip.streamId(),
                clip.window(),
                media.stream().map(m -> m.present() ? m.positions().partition() : -1).toList(),
                media.stream()
                        .map(m -> m.present() ? m.positions().offsets() : new long[0])
                        .map(Arrays::toString)
                        .toList());
    }

    @Override
    public int compareTo(ExpectedClip other) {
        int byStream = streamId.compareTo(other.streamId);
        return byStream != 0 ? byStream : window.compareTo(other.window);
    }
}
