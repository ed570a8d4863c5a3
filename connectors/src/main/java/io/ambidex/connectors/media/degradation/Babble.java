/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.random.KeyedRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Several voices at once, as a loop: the sound of a full room.
 *
 * <p>The voices are dealt to {@link #LANES} lanes that are heard together, every voice as loud as
 * the others, one after another within its lane.
 */
public final class Babble {
    /** Voices that are heard at once. */
    public static final int LANES = 6;

    private final int sampleRate;
    private final float[] loop;

    private Babble(int sampleRate, float[] loop) {
        this.sampleRate = sampleRate;
        this.loop = loop;
    }

    /**
     * Mixes voices.
     *
     * @param voices mono 16-bit samples; what is silent is left out
     * @param sampleRate samples per second, hertz
     * @param seed decides which voices are heard together
     * @throws IllegalArgumentException if every voice is silent
     */
    public static Babble of(List<short[]> voices, int sampleRate, long seed) {
        List<short[]> heard = new ArrayList<>(voices);
        heard.removeIf(voice -> power(voice) == 0);
        if (heard.isEmpty()) {
            throw new IllegalArgumentException(
                    "babble needs a voice that can be heard, but all "
                            + voices.size()
                            + " are silent");
        }
        KeyedRandom random = new KeyedRandom(seed);
        for (int i = heard.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            short[] voice = heard.get(i);
            heard.set(i, heard.get(other));
            heard.set(other, voice);
        }
        int samples = heard.stream().mapToInt(voice -> voice.length).sum();
        float[] loop = new float[Math.max(1, samples / LANES)];
        int at = 0;
        for (short[] voice : heard) {
            double scale = 1 / Math.sqrt(power(voice));
            for (short sample : voice) {
                loop[at++ % loop.length] += (float) (sample * scale);
            }
        }
        normalize(loop);
        return new Babble(sampleRate, loop);
    }

    private static double power(short[] voice) {
        double sum = 0;
        for (short sample : voice) {
            sum += (double) sample * sample;
        }
        return voice.length == 0 ? 0 : sum / voice.length;
    }

    private static void normalize(float[] loop) {
        double sum = 0;
        for (float sample : loop) {
            sum += (double) sample * sample;
        }
        float scale = sum == 0 ? 0 : (float) Math.sqrt(loop.length / sum);
        for (int i = 0; i < loop.length; i++) {
            loop[i] *= scale;
        }
    }

    /**
     * The babble over a sound.
     *
     * @param key where in the loop it begins: another one for every stream
     * @param decibels signal-to-noise ratio
     */
    SoundDegradation under(long key, double decibels) {
        int offset = new KeyedRandom(key).nextInt(loop.length);
        return (samples, startMillis, power) -> {
            double amplitude = SoundDegradation.amplitude(power, decibels);
            long first = Math.floorMod(startMillis * sampleRate / 1000 + offset, loop.length);
            for (int i = 0; i < samples.length; i++) {
                double noise = amplitude * loop[(int) ((first + i) % loop.length)];
                samples[i] = SoundDegradation.clip(samples[i] + noise);
            }
            return samples;
        };
    }
}
