/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

/**
 * Names of the input topics.
 *
 * @param audio topic of the audio chunks
 * @param video topic of the video frames
 * @param labels topic of the labels
 */
public record PlayerTopics(String audio, String video, String labels) {

    /** {@code audio}, {@code video} and {@code labels}. */
    public static final PlayerTopics DEFAULT = new PlayerTopics("audio", "video", "labels");

    String of(Input input) {
        return switch (input) {
            case AUDIO -> audio;
            case VIDEO -> video;
            case LABELS -> labels;
        };
    }
}
