/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureScalerTest {
    private static final int GREATEST = 255;

    @ParameterizedTest
    @CsvSource({
        "64, 64, 32, 32",
        "64, 48, 32, 36",
        "360, 288, 56, 36",
        "31, 17, 7, 5",
        "5, 7, 31, 17",
        "100, 3, 9, 40",
        "1, 1, 8, 8",
        "640, 480, 1, 1"
    })
    void everySampleIsTheWeightedMeanOfWhatItCovers(int fromX, int fromY, int toX, int toY) {
        for (int channels : new int[] {1, 3}) {
            Picture source = noise(fromX, fromY, channels);
            byte[] scaled = PictureScaler.scale(source, toX, toY).data();
            for (int y = 0; y < toY; y++) {
                for (int x = 0; x < toX; x++) {
                    for (int c = 0; c < channels; c++) {
                        double mean = mean(source, c, x, toX, y, toY);
                        int actual = scaled[(y * toX + x) * channels + c] & 0xff;
                        // Half a step of the result, and what fixed point loses.
                        assertThat(Math.abs(actual - mean)).isLessThan(0.51);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"4000, 3000, 32, 32", "7, 5, 3, 2", "3, 2, 700, 500"})
    void theBrightestPictureDoesNotOverflow(int fromX, int fromY, int toX, int toY) {
        byte[] white = new byte[fromX * fromY * 3];
        Arrays.fill(white, (byte) GREATEST);
        byte[] scaled = PictureScaler.scale(new Picture(fromX, fromY, 3, white), toX, toY).data();
        assertThat(scaled).hasSize(toX * toY * 3).containsOnly(GREATEST);
    }

    private static Picture noise(int width, int height, int channels) {
        byte[] data = new byte[width * height * channels];
        SplittableRandom random = new SplittableRandom(width * 31L + height);
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) random.nextInt();
        }
        return new Picture(width, height, channels, data);
    }

    private static double mean(Picture source, int channel, int x, int toX, int y, int toY) {
        double[] across = weights(source.width(), toX, x);
        double[] down = weights(source.height(), toY, y);
        double sum = 0;
        for (int row = 0; row < down.length; row++) {
            for (int column = 0; column < across.length; column++) {
                int at = (row * source.width() + column) * source.channels() + channel;
                sum += down[row] * across[column] * (source.data()[at] & 0xff);
            }
        }
        return sum;
    }

    /** The share of each of {@code from} samples in sample {@code i} of {@code to}. */
    private static double[] weights(int from, int to, int i) {
        double[] weights = new double[from];
        if (from >= to) {
            double begin = (double) i * from / to;
            double end = (double) (i + 1) * from / to;
            for (int k = 0; k < from; k++) {
                double shared = Math.min(end, k + 1) - Math.max(begin, k);
                weights[k] = Math.max(0, shared) * to / from;
            }
        } else {
            double at = Math.max(0, Math.min((i + 0.5) * from / to - 0.5, from - 1));
            int low = (int) at;
            weights[low] += 1 - (at - low);
            if (low + 1 < from) {
                weights[low + 1] += at - low;
            }
        }
        return weights;
    }
}
