/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.random.KeyedRandom;

/** White noise over the sound, at a signal-to-noise ratio in decibels. */
record SoundNoise(long key, double decibels) implements SoundDegradation {

    @Override
    public short[] degrade(short[] samples, long startMillis, double power) {
        KeyedRandom random = new KeyedRandom(key, startMillis);
        double amplitude = SoundDegradation.amplitude(power, decibels);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = SoundDegradation.clip(samples[i] + amplitude * random.nextGaussian());
        }
        return samples;
    }
}
