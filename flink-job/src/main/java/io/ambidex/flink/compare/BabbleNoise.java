/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.model.engine.CounterRandom;
import java.util.List;

/**
 * Babble: several streams of recorded sounds laid over each other, as many voices in a room. Added
 * to 16-bit little-endian PCM; what leaves the range is cut off.
 *
 * <p>The signal is the power of a clip from its first to its last sample that is not zero, so that
 * silence that fills a clip up does not make the noise weaker. A silent clip stays as it is.
 */
final class BabbleNoise implements MediaNoise {
    private static final int VOICES = 8;
    private static final int SAMPLES = 480_000;

    private final float[] babble;

    /**
     * @param babble samples of any scale, at least one of them not 0
     */
    BabbleNoise(float[] babble) {
        this.babble = babble.clone();
    }

    /**
     * Babble of 480,000 samples (half a minute at 16 kHz) in eight voices. Every voice is sounds in
     * random order, without the silence around them, each brought to the same power.
     *
     * @param sounds 16-bit little-endian PCM; those that are silent throughout are left out
     * @throws IllegalArgumentException if all are silent
     */
    static BabbleNoise of(List<byte[]> sounds) {
        float[] babble = new float[SAMPLES];
        for (int voice = 0; voice < VOICES; voice++) {
            addVoice(sounds, new CounterRandom(0, voice, "babble"), babble);
        }
        return new BabbleNoise(babble);
    }

    private static void addVoice(List<byte[]> sounds, CounterRandom random, float[] babble) {
        int at = 0;
        int silent = 0;
        while (at < babble.length) {
            byte[] sound =
                    sounds.isEmpty() ? new byte[0] : sounds.get(random.nextInt(sounds.size()));
            int from = firstSounding(sound);
            int to = lastSounding(sound);
            if (from > to) {
                if (++silent > 1000 + 10 * sounds.size()) {
                    throw new IllegalArgumentException("no babble can be made of silence");
                }
                continue;
            }
            double scale = 1 / Math.sqrt(power(sound, from, to));
            for (int i = from; i <= to && at < babble.length; i++) {
                babble[at++] += (float) (scale * sample(sound, i));
            }
        }
    }

    @Override
    public byte[] apply(byte[] media, long example, double decibel) {
        int from = firstSounding(media);
        int to = lastSounding(media);
        byte[] noisy = media.clone();
        if (from > to) {
            return noisy;
        }
        int samples = media.length / Short.BYTES;
        int offset = new CounterRandom(0, example, "babble offset").nextInt(babble.length);
        double noisePower = 0;
        for (int i = 0; i < samples; i++) {
            double value = babble[(offset + i) % babble.length];
            noisePower += value * value / samples;
        }
        double wanted = power(media, from, to) / Math.pow(10, decibel / 10);
        double scale = noisePower == 0 ? 0 : Math.sqrt(wanted / noisePower);
        for (int i = 0; i < samples; i++) {
            double value = sample(media, i) + scale * babble[(offset + i) % babble.length];
            long cut = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(value)));
            noisy[2 * i] = (byte) cut;
            noisy[2 * i + 1] = (byte) (cut >> 8);
        }
        return noisy;
    }

    private static int firstSounding(byte[] pcm) {
        int i = 0;
        while (i < pcm.length / Short.BYTES && sample(pcm, i) == 0) {
            i++;
        }
        return i;
    }

    private static int lastSounding(byte[] pcm) {
        int i = pcm.length / Short.BYTES - 1;
        while (i >= 0 && sample(pcm, i) == 0) {
            i--;
        }
        return i;
    }

    private static double power(byte[] pcm, int from, int to) {
        double sum = 0;
        for (int i = from; i <= to; i++) {
            double value = sample(pcm, i);
            sum += value * value;
        }
        return sum / (to - from + 1);
    }

    private static int sample(byte[] pcm, int index) {
        return (short) (pcm[2 * index] & 0xFF | pcm[2 * index + 1] << 8);
    }
}
