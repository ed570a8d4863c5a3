/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoundDegradationTest {
    private static final int RATE = 16_000;
    private static final long TIME = 1_700_000_000_000L;

    @Test
    void noiseLiesAsFarUnderTheSoundAsItIsTold() {
        for (double decibels : new double[] {-5, 0, 10}) {
            short[] noisy =
                    new SoundNoise(7, decibels).degrade(tone(RATE), TIME, power(tone(RATE)));
            assertThat(signalToNoise(tone(RATE), noisy)).isCloseTo(decibels, within(0.3));
        }
    }

    @Test
    void noiseIsAFunctionOfKeyAndTime() {
        SoundNoise noise = new SoundNoise(7, 0);
        short[] once = noise.degrade(tone(640), TIME, 1e6);
        assertThat(noise.degrade(tone(640), TIME, 1e6)).isEqualTo(once);
        assertThat(noise.degrade(tone(640), TIME + 40, 1e6)).isNotEqualTo(once);
        assertThat(new SoundNoise(8, 0).degrade(tone(640), TIME, 1e6)).isNotEqualTo(once);
    }

    @Test
    void whatIsTooLoudIsClippedAndDoesNotWrapAround() {
        short[] loud = new short[640];
        java.util.Arrays.fill(loud, (short) 32_000);
        short[] noisy = new SoundNoise(7, 0).degrade(loud, TIME, 1e8);
        assertThat(IntStream.range(0, noisy.length).map(i -> noisy[i]).min().orElseThrow())
                .isPositive();
    }

    @Test
    void babbleIsMadeOfTheVoicesAndGoesOnWithoutABreak() {
        List<short[]> voices =
                IntStream.range(0, 2 * Babble.LANES)
                        .mapToObj(i -> sine(RATE, 200 + 50 * i))
                        .toList();
        SoundDegradation babble = Babble.of(voices, RATE, 3).under(11, 5);
        short[] clean = tone(2 * RATE);
        short[] whole = babble.degrade(clean.clone(), TIME, power(clean));
        assertThat(signalToNoise(clean, whole)).isCloseTo(5, within(0.5));
        short[] second = java.util.Arrays.copyOfRange(clean, RATE, 2 * RATE);
        assertThat(babble.degrade(second, TIME + 1_000, power(clean)))
                .isEqualTo(java.util.Arrays.copyOfRange(whole, RATE, 2 * RATE));
    }

    @Test
    void everyStreamHearsAnotherPlaceOfTheBabble() {
        Babble babble = Babble.of(List.of(tone(RATE), sine(RATE, 333)), RATE, 3);
        assertThat(babble.under(1, 0).degrade(new short[640], TIME, 1e6))
                .isNotEqualTo(babble.under(2, 0).degrade(new short[640], TIME, 1e6));
    }

    @Test
    void babbleWithoutAVoiceIsRefused() {
        assertThatThrownBy(() -> Babble.of(List.of(new short[100], new short[0]), RATE, 3))
                .hasMessageContaining("all 2 are silent");
    }

    @Test
    void silenceHasNoSignal() {
        assertThat(new Silence().degrade(tone(640), TIME, 1e6)).containsOnly(0).hasSize(640);
    }

    @Test
    void theLevelFollowsTheLastSecond() {
        SoundLevel level = new SoundLevel();
        assertThat(level.add(tone(RATE), RATE)).isCloseTo(power(tone(RATE)), within(1.0));
        double afterPause = level.add(new short[RATE / 10], RATE);
        assertThat(afterPause).isCloseTo(0.9 * power(tone(RATE)), within(power(tone(RATE)) / 100));
    }

    private static short[] tone(int samples) {
        return sine(samples, 440);
    }

    private static short[] sine(int samples, double hertz) {
        short[] tone = new short[samples];
        for (int i = 0; i < samples; i++) {
            tone[i] = (short) (3_000 * StrictMath.sin(2 * Math.PI * hertz * i / RATE));
        }
        return tone;
    }

    private static double power(short[] samples) {
        return IntStream.range(0, samples.length)
                .mapToDouble(i -> (double) samples[i] * samples[i])
                .average()
                .orElseThrow();
    }

    private static double signalToNoise(short[] clean, short[] noisy) {
        double noise =
                IntStream.range(0, clean.length)
                        .mapToDouble(i -> Math.pow(noisy[i] - clean[i], 2))
                        .average()
                        .orElseThrow();
        return 10 * Math.log10(power(clean) / noise);
    }
}
