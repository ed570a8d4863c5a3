/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

/**
 * How loud a sound has been lately: its mean power over the past with an exponential window of one
 * second. Noise at a signal-to-noise ratio is set against this, so that it does not follow every
 * pause.
 */
final class SoundLevel {
    private static final double SECONDS = 1;

    private double power = Double.NaN;

    /**
     * Takes in the next samples.
     *
     * @return mean power, in squared 16-bit steps
     */
    double add(short[] samples, int sampleRate) {
        double sum = 0;
        for (short sample : samples) {
            sum += (double) sample * sample;
        }
        double now = samples.length == 0 ? 0 : sum / samples.length;
        double weight = Math.min(1, samples.length / (SECONDS * sampleRate));
        power = Double.isNaN(power) ? now : power + weight * (now - power);
        return power;
    }
}
