/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes {@link SimulatorOptions}; all checks are in {@link #build()}.
 *
 * <pre>{@code
 * SimulatorOptions options = SimulatorOptions.builder().seed(7).scenes(300).build();
 * }</pre>
 */
public final class SimulatorOptionsBuilder {
    private long seed;
    private int classes = 6;
    private int streams = 2;
    private long scenes = 300;
    private long startMillis = 1_700_000_000_000L;
    private Duration window = Duration.ofSeconds(1);
    private int sampleRate = 16_000;
    private int framesPerSecond = 10;
    private int width = 64;
    private int height = 64;
    private float jpegQuality = 0.9f;
    private double audioDifficulty = 0.2;
    private double videoDifficulty = 0.25;
    private final List<Difficulty> later = new ArrayList<>();
    private double labelFraction = 1;
    private double evaluateFraction;
    private Duration minLabelDelay = Duration.ZERO;
    private Duration maxLabelDelay = Duration.ZERO;
    private double missingAudio;
    private double missingVideo;

    SimulatorOptionsBuilder() {}

    /** Seed of everything random; default 0. */
    public SimulatorOptionsBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** Number of classes; default 6. */
    public SimulatorOptionsBuilder classes(int value) {
        classes = value;
        return this;
    }

    /** Number of stream ids side by side; default 2. */
    public SimulatorOptionsBuilder streams(int value) {
        streams = value;
        return this;
    }

    /** Number of scenes over all streams; default 300. */
    public SimulatorOptionsBuilder scenes(long value) {
        scenes = value;
        return this;
    }

    /** Event time of the first scene, milliseconds since the epoch; default 1,700,000,000,000. */
    public SimulatorOptionsBuilder startMillis(long value) {
        startMillis = value;
        return this;
    }

    /** Length of a scene; default 1 s. */
    public SimulatorOptionsBuilder window(Duration value) {
        window = value;
        return this;
    }

    /** Samples per second; default 16,000 Hz. */
    public SimulatorOptionsBuilder sampleRate(int value) {
        sampleRate = value;
        return this;
    }

    /** Pictures per second; default 10. */
    public SimulatorOptionsBuilder framesPerSecond(int value) {
        framesPerSecond = value;
        return this;
    }

    /** Size of a picture in pixels; default 64 x 64. */
    public SimulatorOptionsBuilder pictureSize(int newWidth, int newHeight) {
        width = newWidth;
        height = newHeight;
        return this;
    }

    /** Quality of the JPEG, 0 to 1; default 0.9. */
    public SimulatorOptionsBuilder jpegQuality(float value) {
        jpegQuality = value;
        return this;
    }

    /** Difficulty of the sound, 0 to 1; default 0.2. */
    public SimulatorOptionsBuilder audioDifficulty(double value) {
        audioDifficulty = value;
        return this;
    }

    /**
     * Difficulty of the picture, 0 to 1; default 0.25: a small network needs some hundred scenes
     * for it, and far fewer for the sound, so that sound dominates.
     */
    public SimulatorOptionsBuilder videoDifficulty(double value) {
        videoDifficulty = value;
        return this;
    }

    /** Adds a change of difficulty at a later scene: drift. */
    public SimulatorOptionsBuilder change(Difficulty difficulty) {
        later.add(difficulty);
        return this;
    }

    /** Share of the scenes that get a label; default 1. */
    public SimulatorOptionsBuilder labelFraction(double value) {
        labelFraction = value;
        return this;
    }

    /** Share of the labels that are only scored; default 0. */
    public SimulatorOptionsBuilder evaluateFraction(double value) {
        evaluateFraction = value;
        return this;
    }

    /** Labels are known that long after the end of their scene, uniformly drawn; default 0. */
    public SimulatorOptionsBuilder labelDelay(Duration min, Duration max) {
        minLabelDelay = min;
        maxLabelDelay = max;
        return this;
    }

    /** Probability that a scene lacks its sound, and that it lacks its pictures; default 0. */
    public SimulatorOptionsBuilder missing(double audio, double video) {
        missingAudio = audio;
        missingVideo = video;
        return this;
    }

    /**
     * @throws IllegalArgumentException when an option is out of its range
     */
    public SimulatorOptions build() {
        List<Difficulty> difficulties = new ArrayList<>(later);
        difficulties.add(0, new Difficulty(0, audioDifficulty, videoDifficulty));
        return new SimulatorOptions(
                seed,
                classes,
                streams,
                scenes,
                startMillis,
                window,
                sampleRate,
                framesPerSecond,
                width,
                height,
                jpegQuality,
                difficulties,
                labelFraction,
                evaluateFraction,
                minLabelDelay,
                maxLabelDelay,
                missingAudio,
                missingVideo);
    }
}
