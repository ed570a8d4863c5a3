/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.picture;

/**
 * Decoded pixels.
 *
 * @param width width in pixels
 * @param height height in pixels
 * @param channels 3 (RGB) or 1 (grey)
 * @param data 8-bit samples of shape (height, width, channels)
 */
public record Picture(int width, int height, int channels, byte[] data) {

    public Picture {
        if (data.length != width * height * channels) {
            throw new IllegalArgumentException(
                    width
                            + " x "
                            + height
                            + " x "
                            + channels
                            + " samples expected, but got "
                            + data.length);
        }
    }

    /**
     * This picture with another number of channels; itself when nothing changes.
     *
     * @param wanted 3 or 1
     */
    public Picture withChannels(int wanted) {
        if (wanted == channels) {
            return this;
        }
        int pixels = width * height;
        byte[] converted = new byte[pixels * wanted];
        if (wanted == 1) {
            for (int i = 0, j = 0; i < pixels; i++, j += 3) {
                converted[i] = luma(data[j] & 0xff, data[j + 1] & 0xff, data[j + 2] & 0xff);
            }
        } else {
            for (int i = 0, j = 0; i < pixels; i++) {
                converted[j++] = data[i];
                converted[j++] = data[i];
                converted[j++] = data[i];
            }
        }
        return new Picture(width, height, wanted, converted);
    }

    /** ITU-R BT.601 luma in 16-bit fixed point; the weights add up to 65536. */
    private static byte luma(int red, int green, int blue) {
        return (byte) ((19595 * red + 38470 * green + 7471 * blue + 32768) >> 16);
    }
}
