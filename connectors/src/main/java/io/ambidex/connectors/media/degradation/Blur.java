/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.media.picture.Picture;

/**
 * A picture out of focus: the mean over a square around every pixel, twice, which is near a
 * Gaussian with a standard deviation of about 0.8 of the radius.
 *
 * @param radius pixels from the middle of the square to its border; 0 for an eighth of the
 *     picture's smaller side
 */
record Blur(int radius) implements PictureDegradation {
    private static final int PASSES = 2;

    @Override
    public Picture degrade(Picture picture, long timestampMillis) {
        int reach =
                radius > 0 ? radius : Math.max(1, Math.min(picture.width(), picture.height()) / 8);
        int row = picture.width() * picture.channels();
        byte[] data = picture.data().clone();
        for (int pass = 0; pass < PASSES; pass++) {
            for (int c = 0; c < picture.channels(); c++) {
                for (int y = 0; y < picture.height(); y++) {
                    mean(data, y * row + c, picture.channels(), picture.width(), reach);
                }
                for (int x = 0; x < picture.width(); x++) {
                    mean(data, x * picture.channels() + c, row, picture.height(), reach);
                }
            }
        }
        return new Picture(picture.width(), picture.height(), picture.channels(), data);
    }

    /** Running mean of one line of samples; beyond its ends it goes on as it ends. */
    private static void mean(byte[] data, int first, int stride, int length, int reach) {
        int[] line = new int[length];
        for (int i = 0; i < length; i++) {
            line[i] = data[first + i * stride] & 0xff;
        }
        int width = 2 * reach + 1;
        long sum = 0;
        for (int i = -reach; i <= reach; i++) {
            sum += line[Math.max(0, Math.min(length - 1, i))];
        }
        for (int i = 0; i < length; i++) {
            data[first + i * stride] = (byte) ((sum + width / 2) / width);
            sum += line[Math.min(length - 1, i + reach + 1)] - line[Math.max(0, i - reach)];
        }
    }
}
