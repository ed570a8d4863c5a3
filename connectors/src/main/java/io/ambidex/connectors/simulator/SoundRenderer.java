/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.simulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The sound of a scene: the tone of its class with two overtones, among other tones and noise that
 * grow with the difficulty while the tone itself fades.
 */
final class SoundRenderer {
    private static final double FULL_SCALE = 32767;
    private static final double TONE = 0.3;
    private static final double QUIET_NOISE = 0.01;
    private static final double LOUD_NOISE = 0.25;
    private static final int MAX_DISTRACTORS = 4;

    private final int sampleRate;
    private final int samples;

    SoundRenderer(int sampleRate, int samples) {
        this.sampleRate = sampleRate;
        this.samples = samples;
    }

    /**
     * @param scene the class
     * @param difficulty 0 to 1
     * @param random numbers of this sound alone
     * @return mono 16-bit little-endian PCM
     */
    byte[] render(SceneClass scene, double difficulty, SceneRandom random) {
        double[] mix = new double[samples];
        double detune = 1 + 0.05 * random.nextGaussian() * (0.3 + difficulty);
        double begin = random.between(0, 0.2);
        double end = random.between(0.75, 1);
        double loudness = TONE * random.between(0.6, 1) * (1 - difficulty);
        addTone(mix, scene.hertz() * detune, scene.glide(), loudness, begin, end, random);
        int distractors = (int) Math.round(MAX_DISTRACTORS * difficulty);
        for (int i = 0; i < distractors; i++) {
            SceneClass other = SceneClass.values()[random.nextInt(SceneClass.MAX)];
            double hertz = other.hertz() * random.between(0.85, 1.2);
            double from = random.between(0, 0.6);
            addTone(
                    mix,
                    hertz,
                    other.glide(),
                    TONE * difficulty * random.between(0.2, 0.8),
                    from,
                    from + random.between(0.15, 0.4),
                    random);
        }
        double noise = QUIET_NOISE + LOUD_NOISE * difficulty;
        ByteBuffer pcm = ByteBuffer.allocate(samples * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : mix) {
            double sample = (value + noise * random.nextGaussian()) * FULL_SCALE;
            pcm.putShort((short) Math.max(-32768, Math.min(32767, Math.round(sample))));
        }
        return pcm.array();
    }

    private void addTone(
            double[] mix,
            double hertz,
            SceneClass.Glide glide,
            double loudness,
            double begin,
            double end,
            SceneRandom random) {
        double turns = random.nextDouble();
        int first = (int) (begin * mix.length);
        int last = (int) (Math.min(1, end) * mix.length);
        int ramp = sampleRate / 50;
        for (int i = first; i < last; i++) {
            double position = (double) (i - first) / Math.max(1, last - first);
            turns += hertz * glide.factor(position) / sampleRate;
            double edge = Math.min(1, (double) Math.min(i - first, last - 1 - i) / ramp);
            mix[i] +=
                    loudness
                            * edge
                            * (Waves.sine(turns)
                                    + 0.4 * Waves.sine(2 * turns)
                                    + 0.2 * Waves.sine(3 * turns))
                            / 1.6;
        }
    }
}
