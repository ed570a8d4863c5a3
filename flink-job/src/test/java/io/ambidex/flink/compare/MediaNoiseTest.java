/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaNoiseTest {
    private static final int SAMPLES = 8_000;

    private final BabbleNoise babble = BabbleNoise.of(sounds());
    private final GaussianPictureNoise pictures = new GaussianPictureNoise();

    @ParameterizedTest
    @ValueSource(doubles = {20, 10, 0, -5})
    void babbleHasTheWantedPower(double decibel) {
        byte[] clean = tone(440, 0, SAMPLES);
        byte[] noisy = babble.apply(clean, 3, decibel);
        double noise = 0;
        double signal = 0;
        for (int i = 0; i < SAMPLES; i++) {
            double difference = sample(noisy, i) - sample(clean, i);
            noise += difference * difference;
            signal += (double) sample(clean, i) * sample(clean, i);
        }
        assertThat(10 * Math.log10(signal / noise)).isCloseTo(decibel, within(0.1));
    }

    @Test
    void silenceAroundASoundDoesNotMakeTheBabbleWeaker() {
        byte[] full = tone(440, 0, SAMPLES);
        byte[] half = tone(440, 0, SAMPLES / 2);
        assertThat(sample(babble.apply(half, 3, 0), SAMPLES - 1))
                .isCloseTo(
                        sample(babble.apply(full, 3, 0), SAMPLES - 1) - sample(full, SAMPLES - 1),
                        within(20));
    }

    @Test
    void noiseIsAFunctionOfTheExample() {
        byte[] sound = tone(440, 0, SAMPLES);
        assertThat(babble.apply(sound, 3, 0)).isEqualTo(babble.apply(sound, 3, 0));
        assertThat(babble.apply(sound, 3, 0)).isNotEqualTo(babble.apply(sound, 4, 0));
        byte[] picture = gradient();
        assertThat(pictures.apply(picture, 3, 0)).isEqualTo(pictures.apply(picture, 3, 0));
        assertThat(pictures.apply(picture, 3, 0)).isNotEqualTo(pictures.apply(picture, 4, 0));
    }

    @Test
    void theCleanMediaIsNotTouched() {
        byte[] sound = tone(440, 0, SAMPLES);
        byte[] picture = gradient();
        babble.apply(sound, 1, 0);
        pictures.apply(picture, 1, 0);
        assertThat(sound).isEqualTo(tone(440, 0, SAMPLES));
        assertThat(picture).isEqualTo(gradient());
    }

    @Test
    void aSilentClipAndAFlatPictureStayAsTheyAre() {
        assertThat(babble.apply(new byte[2 * SAMPLES], 1, 0)).containsOnly(0);
        assertThat(pictures.apply(new byte[64], 1, 0)).containsOnly(0);
    }

    @Test
    void pictureNoiseHasTheWantedPowerWhereNothingIsCutOff() {
        byte[] clean = gradient();
        byte[] noisy = pictures.apply(clean, 1, 10);
        double mean = 0;
        for (byte value : clean) {
            mean += (value & 0xFF) / (double) clean.length;
        }
        double noise = 0;
        double signal = 0;
        for (int i = 0; i < clean.length; i++) {
            noise += Math.pow((noisy[i] & 0xFF) - (clean[i] & 0xFF), 2);
            signal += Math.pow((clean[i] & 0xFF) - mean, 2);
        }
        assertThat(10 * Math.log10(signal / noise)).isCloseTo(10, within(0.3));
    }

    @Test
    void noBabbleIsMadeOfSilence() {
        assertThatThrownBy(() -> BabbleNoise.of(List.of(new byte[100])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("silence");
    }

    private static List<byte[]> sounds() {
        List<byte[]> sounds = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            sounds.add(tone(100 + 37 * i, 100, SAMPLES / 2));
        }
        return sounds;
    }

    private static byte[] tone(double hertz, int from, int to) {
        ByteBuffer pcm = ByteBuffer.allocate(2 * SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = from; i < to; i++) {
            double phase = 2 * Math.PI * hertz * i / 16_000;
            pcm.putShort(2 * i, (short) Math.round(3_000 * Math.cos(phase)));
        }
        return pcm.array();
    }

    private static int sample(byte[] pcm, int index) {
        return ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).getShort(2 * index);
    }

    private static byte[] gradient() {
        byte[] picture = new byte[10_000];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (byte) (80 + i % 96);
        }
        return picture;
    }
}
