/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.engine.CounterRandom;
import io.ambidex.model.engine.TorchRuntime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogMelTest {

    private static final int RATE = 8_000;
    private static final int WINDOW = 64;
    private static final int HOP = 24;
    private static final int BANDS = 6;
    private static final int SAMPLES = 200;
    private static final int FRAMES = 1 + (SAMPLES - WINDOW) / HOP;
    private static final double MEAN = -4;
    private static final double DEVIATION = 2.5;

    private final NDManager manager = TorchRuntime.newManager(Device.cpu());
    private final MelFilters filters = new MelFilters(RATE, WINDOW, BANDS);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void theSpectrogramFollowsItsFormula() {
        CounterRandom random = new CounterRandom(1, 0, "sound");
        short[] noise = sound(n -> 0.2 * random.nextNormal());
        short[] loud = sound(n -> n % 2 == 0 ? 1 : -1);

        NDArray result = apply(DataType.FLOAT64, noise, loud);

        assertThat(result.getShape()).isEqualTo(new Shape(2, 1, BANDS, FRAMES));
        double[] actual = result.toDoubleArray();
        int i = 0;
        for (short[] sound : new short[][] {noise, loud}) {
            for (int band = 0; band < BANDS; band++) {
                for (int frame = 0; frame < FRAMES; frame++) {
                    assertThat(actual[i++]).isCloseTo(expected(sound, band, frame), within(1e-9));
                }
            }
        }
    }

    @Test
    void singlePrecisionAgrees() {
        short[] tone = sound(n -> 0.5 * Math.sin(2 * Math.PI * 1_000 * n / RATE));
        float[] single = apply(DataType.FLOAT32, tone).toFloatArray();
        double[] twice = apply(DataType.FLOAT64, tone).toDoubleArray();
        for (int i = 0; i < twice.length; i++) {
            assertThat((double) single[i]).isCloseTo(twice[i], within(1e-3));
        }
    }

    @Test
    void silenceGivesTheLogarithmOfTheFloor() {
        double floor = (Math.log(1e-6) - MEAN) / DEVIATION;
        for (double value : apply(DataType.FLOAT64, sound(n -> 0)).toDoubleArray()) {
            assertThat(value).isCloseTo(floor, within(1e-12));
        }
    }

    @Test
    void aToneIsLoudestInTheBandOfItsFrequency() {
        for (int band = 1; band < BANDS - 1; band++) {
            int best = loudestBin(band);
            double hertz = (double) best * RATE / WINDOW;
            short[] tone = sound(n -> 0.5 * Math.sin(2 * Math.PI * hertz * n / RATE));
            NDArray means = apply(DataType.FLOAT64, tone).reshape(BANDS, FRAMES).sum(new int[] {1});
            assertThat(means.argMax().getLong()).as("%s Hz", hertz).isEqualTo(band);
        }
    }

    @Test
    void theMelScaleIsThatOfHtk() {
        assertThat(MelFilters.mel(1_000)).isCloseTo(999.99, within(0.01));
        assertThat(MelFilters.mel(700)).isCloseTo(2595 * Math.log10(2), within(1e-9));
        assertThat(MelFilters.hertz(MelFilters.mel(3_210))).isCloseTo(3_210, within(1e-9));
    }

    @Test
    void everyFilterIsATriangleAndTheyOverlapToOne() {
        MelFilters fine = new MelFilters(16_000, 4_096, 20);
        double lastCentre = MelFilters.hertz(MelFilters.mel(8_000) * 20 / 21);
        double firstCentre = MelFilters.hertz(MelFilters.mel(8_000) / 21);
        for (int bin = 0; bin < fine.bins(); bin++) {
            double hertz = bin * 16_000.0 / 4_096;
            double sum = 0;
            for (int band = 0; band < fine.bands(); band++) {
                assertThat(fine.weight(bin, band)).isBetween(0.0, 1.0);
                sum += fine.weight(bin, band);
            }
            if (hertz >= firstCentre && hertz <= lastCentre) {
                assertThat(sum).as("%s Hz", hertz).isCloseTo(1, within(1e-9));
            }
        }
    }

    private int loudestBin(int band) {
        int best = 0;
        for (int bin = 0; bin < filters.bins(); bin++) {
            if (filters.weight(bin, band) > filters.weight(best, band)) {
                best = bin;
            }
        }
        return best;
    }

    /** The definition, term by term. */
    private double expected(short[] sound, int band, int frame) {
        double energy = 0;
        for (int bin = 0; bin <= WINDOW / 2; bin++) {
            double real = 0;
            double imaginary = 0;
            for (int n = 0; n < WINDOW; n++) {
                double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * n / WINDOW);
                double sample = hann * sound[frame * HOP + n] / 32_768;
                real += sample * Math.cos(2 * Math.PI * bin * n / WINDOW);
                imaginary -= sample * Math.sin(2 * Math.PI * bin * n / WINDOW);
            }
            energy += filters.weight(bin, band) * (real * real + imaginary * imaginary);
        }
        return (Math.log(energy + 1e-6) - MEAN) / DEVIATION;
    }

    private NDArray apply(DataType type, short[]... sounds) {
        ByteBuffer media =
                ByteBuffer.allocateDirect(sounds.length * SAMPLES * Short.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (short[] sound : sounds) {
            for (short sample : sound) {
                media.putShort(sample);
            }
        }
        media.flip();
        try (LogMel logMel = new LogMel(manager, type, WINDOW, HOP, filters, MEAN, DEVIATION)) {
            return logMel.apply(manager, media, sounds.length);
        }
    }

    private static short[] sound(IntToDoubleFunction pressure) {
        short[] sound = new short[SAMPLES];
        for (int n = 0; n < SAMPLES; n++) {
            double value = Math.max(-32_768, Math.min(32_767, 32_768 * pressure.applyAsDouble(n)));
            sound[n] = (short) Math.round(value);
        }
        return sound;
    }
}
