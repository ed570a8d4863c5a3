/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.connectors.media.picture.Picture;
import org.junit.jupiter.api.Test;

class PictureDegradationTest {

    @Test
    void noiseLiesAsFarUnderThePictureAsItIsTold() {
        Picture clean = board(64, 64, 3);
        Picture noisy = new PictureNoise(7, 10).degrade(clean, 40);
        double noise = 0;
        for (int i = 0; i < clean.data().length; i++) {
            noise += Math.pow((noisy.data()[i] & 0xff) - (clean.data()[i] & 0xff), 2);
        }
        // The board's samples are 100 and 150: a variance of 625.
        assertThat(10 * Math.log10(625 / (noise / clean.data().length))).isCloseTo(10, within(0.3));
        assertThat(new PictureNoise(7, 10).degrade(clean, 40).data()).isEqualTo(noisy.data());
        assertThat(new PictureNoise(7, 10).degrade(clean, 80).data()).isNotEqualTo(noisy.data());
    }

    @Test
    void blurKeepsTheMeanAndTakesTheDetail() {
        Picture clean = board(40, 24, 3);
        Picture blurred = new Blur(4).degrade(clean, 0);
        assertThat(mean(blurred)).isCloseTo(mean(clean), within(2.0));
        assertThat(spread(blurred)).isLessThan(spread(clean) / 5);
        assertThat(clean.data()).as("stays as it is").isEqualTo(board(40, 24, 3).data());
    }

    @Test
    void blurLeavesAnEvenPictureAlone() {
        Picture even = new Picture(5, 9, 1, new byte[45]);
        java.util.Arrays.fill(even.data(), (byte) 200);
        assertThat(new Blur(0).degrade(even, 0).data()).isEqualTo(even.data());
        assertThat(new Blur(30).degrade(even, 0).data()).isEqualTo(even.data());
    }

    @Test
    void blackHasNoLight() {
        Picture black = new Black().degrade(board(8, 6, 3), 0);
        assertThat(black.data()).containsOnly(0).hasSize(8 * 6 * 3);
    }

    private static Picture board(int width, int height, int channels) {
        byte[] data = new byte[width * height * channels];
        for (int i = 0; i < data.length; i++) {
            int pixel = i / channels;
            data[i] = (byte) ((pixel % width + pixel / width) % 2 == 0 ? 100 : 150);
        }
        return new Picture(width, height, channels, data);
    }

    private static double mean(Picture picture) {
        double sum = 0;
        for (byte value : picture.data()) {
            sum += value & 0xff;
        }
        return sum / picture.data().length;
    }

    private static double spread(Picture picture) {
        double mean = mean(picture);
        double sum = 0;
        for (byte value : picture.data()) {
            sum += Math.abs((value & 0xff) - mean);
        }
        return sum / picture.data().length;
    }
}
