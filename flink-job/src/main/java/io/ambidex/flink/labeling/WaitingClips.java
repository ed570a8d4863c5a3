/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.labeling;

import io.ambidex.connectors.clip.ModalityMedia;
import io.ambidex.connectors.clip.WindowId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The clips of one stream id that wait for a label. Their sizes are kept apart, so that looking at
 * windows does not read media.
 */
final class WaitingClips {

    private final MapState<WindowId, ScoredClip> clips;
    private final MapState<WindowId, Integer> sizes;

    WaitingClips(RuntimeContext runtime) {
        clips =
                runtime.getMapState(
                        new MapStateDescriptor<>(
                                "waiting-clips", StreamTypes.WINDOW_ID, StreamTypes.SCORED_CLIP));
        sizes =
                runtime.getMapState(
                        new MapStateDescriptor<>(
                                "waiting-clip-sizes", StreamTypes.WINDOW_ID, Types.INT));
    }

    void add(ScoredClip clip) throws Exception {
        WindowId window = clip.clip().window();
        clips.put(window, clip);
        sizes.put(window, bytes(clip));
    }

    /** The windows, the earliest end first. */
    List<WindowId> windows() throws Exception {
        List<WindowId> windows = new ArrayList<>();
        sizes.keys().forEach(windows::add);
        windows.sort(Comparator.naturalOrder());
        return windows;
    }

    ScoredClip remove(WindowId window) throws Exception {
        ScoredClip clip = clips.get(window);
        clips.remove(window);
        sizes.remove(window);
        return clip;
    }

    /** The oldest window if more clips or bytes wait than allowed. */
    Optional<WindowId> beyond(int maxClips, long maxBytes) throws Exception {
        long bytes = 0;
        int count = 0;
        WindowId oldest = null;
        for (Map.Entry<WindowId, Integer> entry : sizes.entries()) {
            bytes += entry.getValue();
            count++;
            if (oldest == null || entry.getKey().compareTo(oldest) < 0) {
                oldest = entry.getKey();
            }
        }
        return count > maxClips || bytes > maxBytes ? Optional.of(oldest) : Optional.empty();
    }

    private static int bytes(ScoredClip clip) {
        int bytes = 0;
        for (ModalityMedia media : clip.clip().media()) {
            bytes += media.data().length;
        }
        return bytes;
    }
}
