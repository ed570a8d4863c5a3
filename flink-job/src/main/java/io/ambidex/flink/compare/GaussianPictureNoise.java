/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.model.engine.CounterRandom;

/**
 * Independent normal noise on every value of a picture. The signal is the variance of the clip's
 * values about their mean; values leave as whole numbers from 0 to 255.
 */
final class GaussianPictureNoise implements MediaNoise {

    @Override
    public byte[] apply(byte[] media, long example, double decibel) {
        double sum = 0;
        double squares = 0;
        for (byte value : media) {
            int v = value & 0xFF;
            sum += v;
            squares += v * v;
        }
        double mean = sum / media.length;
        double power = Math.max(0, squares / media.length - mean * mean);
        double deviation = Math.sqrt(power / Math.pow(10, decibel / 10));
        // The same draw at every level: curves over levels are then smooth.
        CounterRandom random = new CounterRandom(0, example, "picture noise");
        byte[] noisy = new byte[media.length];
        for (int i = 0; i < media.length; i++) {
            long value = Math.round((media[i] & 0xFF) + deviation * random.nextNormal());
            noisy[i] = (byte) Math.max(0, Math.min(255, value));
        }
        return noisy;
    }
}
