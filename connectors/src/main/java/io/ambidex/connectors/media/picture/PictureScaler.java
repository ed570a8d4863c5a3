/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.picture;

/**
 * Changes the size of a picture: the mean over the covered area where it shrinks, linear
 * interpolation where it grows; each axis for itself, in 16-bit fixed point, so that the same bytes
 * come out on every machine.
 */
public final class PictureScaler {
    private static final int ONE = 1 << 16;

    private PictureScaler() {}

    /**
     * @param source the picture
     * @param width wanted width, pixels
     * @param height wanted height, pixels
     * @return the scaled picture, or the source itself when it has the wanted size
     */
    public static Picture scale(Picture source, int width, int height) {
        if (source.width() == width && source.height() == height) {
            return source;
        }
        int channels = source.channels();
        int[] narrow = horizontally(source, width);
        Taps taps = Taps.of(source.height(), height);
        int row = width * channels;
        byte[] data = new byte[height * row];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < row; x++) {
                long sum = 0;
                for (int k = 0, at = taps.first[y] * row + x;
                        k < taps.weights[y].length;
                        k++, at += row) {
                    sum += (long) taps.weights[y][k] * narrow[at];
                }
                // 8 fractional bits came from the first axis, 16 from this one.
                data[y * row + x] = (byte) ((sum + (1 << 23)) >> 24);
            }
        }
        return new Picture(width, height, channels, data);
    }

    /** Rows of the wanted width, each sample with 8 fractional bits. */
    private static int[] horizontally(Picture source, int width) {
        int channels = source.channels();
        Taps taps = Taps.of(source.width(), width);
        byte[] data = source.data();
        int[] narrow = new int[source.height() * width * channels];
        int out = 0;
        for (int y = 0; y < source.height(); y++) {
            int row = y * source.width() * channels;
            for (int x = 0; x < width; x++) {
                int[] weights = taps.weights[x];
                int begin = row + taps.first[x] * channels;
                for (int c = 0; c < channels; c++) {
                    int sum = 0;
                    for (int k = 0, at = begin + c; k < weights.length; k++, at += channels) {
                        sum += weights[k] * (data[at] & 0xff);
                    }
                    narrow[out++] = (sum + 128) >> 8;
                }
            }
        }
        return narrow;
    }

    /**
     * Which source samples make up each wanted sample, and with what weight; weights add up to 1.
     */
    private record Taps(int[] first, int[][] weights) {

        static Taps of(int from, int to) {
            int[] first = new int[to];
            int[][] weights = new int[to][];
            for (int i = 0; i < to; i++) {
                if (from >= to) {
                    area(i, from, to, first, weights);
                } else {
                    linear(i, from, to, first, weights);
                }
            }
            return new Taps(first, weights);
        }

        private static void area(int i, int from, int to, int[] first, int[][] weights) {
            // The wanted sample covers [i * from, (i + 1) * from) in units of 1 / to samples.
            long begin = (long) i * from;
            long end = begin + from;
            int low = (int) (begin / to);
            int high = (int) ((end + to - 1) / to);
            int[] w = new int[high - low];
            int rest = ONE;
            for (int k = 0; k < w.length; k++) {
                long cellBegin = (long) (low + k) * to;
                long shared = Math.min(end, cellBegin + to) - Math.max(begin, cellBegin);
                w[k] = (int) ((shared * ONE + from / 2) / from);
                rest -= w[k];
            }
            w[w.length / 2] += rest;
            first[i] = low;
            weights[i] = w;
        }

        private static void linear(int i, int from, int to, int[] first, int[][] weights) {
            // Centres of samples: (i + 0.5) * from / to - 0.5, held at the borders.
            long at = ((2L * i + 1) * from * ONE) / (2L * to) - ONE / 2;
            long held = Math.max(0, Math.min(at, (long) (from - 1) * ONE));
            int low = (int) (held / ONE);
            int fraction = (int) (held % ONE);
            first[i] = low;
            weights[i] = fraction == 0 ? new int[] {ONE} : new int[] {ONE - fraction, fraction};
        }
    }
}
