/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.media.picture.Picture;
import io.ambidex.connectors.random.KeyedRandom;

/**
 * White noise over every sample of a picture, at a signal-to-noise ratio in decibels; the signal is
 * the variance of the picture's samples.
 */
record PictureNoise(long key, double decibels) implements PictureDegradation {

    @Override
    public Picture degrade(Picture picture, long timestampMillis) {
        KeyedRandom random = new KeyedRandom(key, timestampMillis);
        byte[] data = picture.data();
        double amplitude = SoundDegradation.amplitude(variance(data), decibels);
        byte[] noisy = new byte[data.length];
        for (int i = 0; i < data.length; i++) {
            double value = (data[i] & 0xff) + amplitude * random.nextGaussian();
            noisy[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
        }
        return new Picture(picture.width(), picture.height(), picture.channels(), noisy);
    }

    private static double variance(byte[] data) {
        double sum = 0;
        double squares = 0;
        for (byte value : data) {
            sum += value & 0xff;
            squares += (value & 0xff) * (value & 0xff);
        }
        double mean = sum / data.length;
        return squares / data.length - mean * mean;
    }
}
