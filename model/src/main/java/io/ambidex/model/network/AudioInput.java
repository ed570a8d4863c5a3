/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Mono sound. Raw: PCM, signed 16 bit, little endian, {@code samples * 2} bytes for a clip. The
 * encoder sees the log-mel spectrogram, shape (1, melBands, frames), where {@code frames = 1 +
 * (samples - windowSamples) / hopSamples}; see {@code io.ambidex.model.frontend.LogMel}.
 *
 * @param sampleRate samples per second, 1,000 to 192,000
 * @param samples samples of one clip, at least {@code windowSamples}, at most 60 s
 * @param melBands mel bands, 1 to 512
 * @param windowSamples length of the Hann window and of the Fourier transform, 16 to 16,384
 * @param hopSamples distance of two frames, 1 to {@code windowSamples}
 * @param mean subtracted from the log-mel energies (natural logarithm)
 * @param standardDeviation the difference is divided by it; positive
 */
public record AudioInput(
        int sampleRate,
        int samples,
        int melBands,
        int windowSamples,
        int hopSamples,
        double mean,
        double standardDeviation)
        implements InputSpec {

    /** Brings log-mel energies, from ln(1e-6) in silence to about 6, near zero. */
    public static final double DEFAULT_MEAN = -4.0;

    /** Brings log-mel energies near unit scale. */
    public static final double DEFAULT_STANDARD_DEVIATION = 4.0;

    private static final int LONGEST_SECONDS = 60;

    @JsonCreator
    public AudioInput(
            @JsonProperty(value = "sampleRate", required = true) int sampleRate,
            @JsonProperty(value = "samples", required = true) int samples,
            @JsonProperty(value = "melBands", required = true) int melBands,
            @JsonProperty(value = "windowSamples", required = true) int windowSamples,
            @JsonProperty(value = "hopSamples", required = true) int hopSamples,
            @JsonProperty(value = "mean", required = true) double mean,
            @JsonProperty(value = "standardDeviation", required = true) double standardDeviation) {
        this.sampleRate = Require.inRange("sampleRate", sampleRate, 1_000, 192_000);
        this.windowSamples = Require.inRange("windowSamples", windowSamples, 16, 16_384);
        this.samples =
                Require.inRange("samples", samples, windowSamples, LONGEST_SECONDS * sampleRate);
        this.melBands = Require.inRange("melBands", melBands, 1, 512);
        this.hopSamples = Require.inRange("hopSamples", hopSamples, 1, windowSamples);
        this.mean = Require.finite("mean", mean);
        this.standardDeviation = Require.positive("standardDeviation", standardDeviation);
    }

    /** Windows of 25 ms every 10 ms, as is usual for speech, and the default normalisation. */
    public static AudioInput of(int sampleRate, int samples, int melBands) {
        return new AudioInput(
                sampleRate,
                samples,
                melBands,
                sampleRate / 40,
                sampleRate / 100,
                DEFAULT_MEAN,
                DEFAULT_STANDARD_DEVIATION);
    }

    /** Number of spectrogram frames; only whole windows count. */
    public int frames() {
        return 1 + (samples - windowSamples) / hopSamples;
    }

    @Override
    public int rawBytes() {
        return samples * Short.BYTES;
    }

    @Override
    public long[] encoderShape() {
        return new long[] {1, melBands, frames()};
    }
}
