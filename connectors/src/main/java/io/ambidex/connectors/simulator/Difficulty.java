/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.simulator;

/**
 * How hard each modality is from a scene on.
 *
 * @param fromScene number of the first scene of a stream, from 0, to which it applies
 * @param audio 0 (clean) to 1 (nothing of the class can be heard)
 * @param video 0 (clean) to 1 (nothing of the class can be seen)
 */
public record Difficulty(long fromScene, double audio, double video) {
    public Difficulty {
        if (fromScene < 0) {
            throw new IllegalArgumentException(
                    "a difficulty begins at scene 0 or later, not at " + fromScene);
        }
        requireShare("difficulty of audio", audio);
        requireShare("difficulty of video", video);
    }

    static void requireShare(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + " must be 0 to 1, but is " + value);
        }
    }
}
