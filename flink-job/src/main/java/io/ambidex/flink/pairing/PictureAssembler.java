/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.WindowId;
import java.util.List;

/**
 * Pictures: the window is cut into equal parts, and each takes the frame whose middle is nearest to
 * its centre, at a tie the earlier one. Frames repeat when there are fewer than the network takes.
 *
 * @param frames frames of a clip, 1 or more
 * @param frameBytes bytes of one frame: height * width * channels, 1 or more
 */
public record PictureAssembler(int frames, int frameBytes) implements MediaAssembler {
    public PictureAssembler {
        Limits.atLeast("frames of a clip", frames, 1);
        Limits.atLeast("bytes of a frame", frameBytes, 1);
    }

    @Override
    public MediaKind kind() {
        return MediaKind.PICTURES;
    }

    @Override
    public byte[] assemble(WindowId window, List<MediaSample> samples) {
        byte[] clip = new byte[Math.multiplyExact(frames, frameBytes)];
        for (int part = 0; part < frames; part++) {
            MediaSample frame = nearest(window, part, samples);
            if (frame.data().length != frameBytes) {
                throw new IllegalArgumentException(
                        "a frame must have "
                                + frameBytes
                                + " bytes, but "
                                + frame.position()
                                + " has "
                                + frame.data().length);
            }
            System.arraycopy(frame.data(), 0, clip, part * frameBytes, frameBytes);
        }
        return clip;
    }

    /** Distances are compared as whole numbers, times 2 * frames, so that ties are exact. */
    private MediaSample nearest(WindowId window, int part, List<MediaSample> samples) {
        long centre = (2L * part + 1) * window.lengthMillis();
        MediaSample nearest = null;
        long shortest = Long.MAX_VALUE;
        for (MediaSample sample : samples) {
            long start = sample.startMillis() - window.startMillis();
            long end = sample.endMillis() - window.startMillis();
            long distance = Math.abs((start + end) * frames - centre);
            if (distance < shortest) {
                shortest = distance;
                nearest = sample;
            }
        }
        return nearest;
    }
}
