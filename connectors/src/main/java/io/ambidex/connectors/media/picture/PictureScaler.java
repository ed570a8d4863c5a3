/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.picture;

import java.util.Arrays;

/**
 * Changes the size of a picture: the mean over the covered area where it shrinks, linear
 * interpolation where it grows; each axis for itself, in 16-bit fixed point, so that the same bytes
 * come out on every machine.
 */
public final class PictureScaler {
    private static final int ONE = 1 << 16;
    private static final int RGB = 3;

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
        int[] narrow = horizontally(source, width);
        byte[] data = vertically(narrow, width * source.channels(), source.height(), height);
        return new Picture(width, height, source.channels(), data);
    }

    /** Rows of the wanted width, each sample with 8 fractional bits. */
    private static int[] horizontally(Picture source, int width) {
        Taps taps = Taps.of(source.width(), width);
        int[] narrow = new int[source.height() * width * source.channels()];
        for (int y = 0; y < source.height(); y++) {
            if (source.channels() == 1) {
                narrowGrey(source.data(), y * source.width(), taps, narrow, y * width);
            } else {
                narrowRgb(source.data(), y * source.width() * RGB, taps, narrow, y * width * RGB);
            }
        }
        return narrow;
    }

    private static void narrowGrey(byte[] data, int row, Taps taps, int[] narrow, int to) {
        for (int x = 0; x < taps.first.length; x++) {
            int at = row + taps.first[x];
            int sum = 128;
            for (int weight : taps.weights[x]) {
                sum += weight * (data[at++] & 0xff);
            }
            narrow[to + x] = sum >> 8;
        }
    }

    /** A loop over the channels within would go over the same weights three times. */
    private static void narrowRgb(byte[] data, int row, Taps taps, int[] narrow, int to) {
        int out = to;
        for (int x = 0; x < taps.first.length; x++) {
            int at = row + taps.first[x] * RGB;
            int red = 128;
            int green = 128;
            int blue = 128;
            for (int weight : taps.weights[x]) {
                red += weight * (data[at] & 0xff);
                green += weight * (data[at + 1] & 0xff);
                blue += weight * (data[at + 2] & 0xff);
                at += RGB;
            }
            narrow[out++] = red >> 8;
            narrow[out++] = green >> 8;
            narrow[out++] = blue >> 8;
        }
    }

    /** Rows of samples with 8 fractional bits to the wanted number of rows without. */
    private static byte[] vertically(int[] narrow, int row, int from, int height) {
        Taps taps = Taps.of(from, height);
        byte[] data = new byte[height * row];
        int[] sums = new int[row];
        for (int y = 0; y < height; y++) {
            // 8 fractional bits came from the first axis, 16 come from this one: the sum has 32,
            // none of them for a sign.
            Arrays.fill(sums, 1 << 23);
            int at = taps.first[y] * row;
            for (int weight : taps.weights[y]) {
                addRow(narrow, at, weight, sums);
                at += row;
            }
            for (int x = 0; x < row; x++) {
                data[y * row + x] = (byte) (sums[x] >>> 24);
            }
        }
        return data;
    }

    /** On its own so that the compiler makes vector instructions of it. */
    private static void addRow(int[] rows, int at, int weight, int[] sums) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += weight * rows[at + x];
        }
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
