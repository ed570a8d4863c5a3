/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.simulator;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * What the simulator renders. Start from {@link #builder()}; the defaults are scenes of 1 s at 16
 * kHz and 10 pictures of 64 x 64 a second, audio easy, video harder.
 *
 * @param seed of everything random
 * @param classes number of classes, 2 to {@link SceneClass#MAX}
 * @param streams number of stream ids side by side
 * @param scenes number of scenes over all streams
 * @param startMillis event time of the first scene, a multiple of the window
 * @param window length of a scene
 * @param sampleRate samples per second, hertz
 * @param framesPerSecond pictures per second
 * @param width width of a picture, pixels
 * @param height height of a picture, pixels
 * @param jpegQuality 0 to 1
 * @param difficulties in the order of their first scene; the first begins at scene 0
 * @param labelFraction share of the scenes that get a label, 0 to 1
 * @param evaluateFraction share of the labels that are only scored, never trained on, 0 to 1
 * @param minLabelDelay shortest time between the end of a scene and the moment its label is known
 * @param maxLabelDelay longest such time
 * @param missingAudio probability that a scene has no sound at all
 * @param missingVideo probability that a scene has no picture at all
 */
public record SimulatorOptions(
        long seed,
        int classes,
        int streams,
        long scenes,
        long startMillis,
        Duration window,
        int sampleRate,
        int framesPerSecond,
        int width,
        int height,
        float jpegQuality,
        List<Difficulty> difficulties,
        double labelFraction,
        double evaluateFraction,
        Duration minLabelDelay,
        Duration maxLabelDelay,
        double missingAudio,
        double missingVideo) {

    public SimulatorOptions {
        requireRange("classes", classes, 2, SceneClass.MAX);
        requireRange("streams", streams, 1, 10_000);
        requireRange("scenes", scenes, 1, Long.MAX_VALUE);
        requireRange("window in ms", window.toMillis(), 100, 60_000);
        requireRange("sample rate", sampleRate, 4_000, 192_000);
        requireRange("frames per second", framesPerSecond, 1, 120);
        requireRange("width", width, 16, 1024);
        requireRange("height", height, 16, 1024);
        requireRange("shortest label delay in ms", minLabelDelay.toMillis(), 0, Long.MAX_VALUE);
        requireRange(
                "longest label delay in ms",
                maxLabelDelay.toMillis(),
                minLabelDelay.toMillis(),
                Long.MAX_VALUE);
        Difficulty.requireShare("quality of the jpeg", jpegQuality);
        Difficulty.requireShare("fraction of labels", labelFraction);
        Difficulty.requireShare("fraction of labels for evaluation", evaluateFraction);
        Difficulty.requireShare("probability of missing audio", missingAudio);
        Difficulty.requireShare("probability of missing video", missingVideo);
        if (startMillis % window.toMillis() != 0) {
            throw new IllegalArgumentException(
                    "the start must be a multiple of the window of "
                            + window.toMillis()
                            + " ms, but is "
                            + startMillis);
        }
        difficulties =
                difficulties.stream()
                        .sorted(Comparator.comparingLong(Difficulty::fromScene))
                        .toList();
        if (difficulties.isEmpty() || difficulties.get(0).fromScene() != 0) {
            throw new IllegalArgumentException(
                    "a difficulty must begin at scene 0, but got " + difficulties);
        }
    }

    /** The difficulty of a scene of a stream. */
    Difficulty difficultyOf(long scene) {
        Difficulty current = difficulties.get(0);
        for (Difficulty next : difficulties) {
            if (next.fromScene() > scene) {
                break;
            }
            current = next;
        }
        return current;
    }

    /** Default options to change. */
    public static SimulatorOptionsBuilder builder() {
        return new SimulatorOptionsBuilder();
    }

    private static void requireRange(String what, long value, long low, long high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(
                    what + " must be " + low + " to " + high + ", but is " + value);
        }
    }
}
