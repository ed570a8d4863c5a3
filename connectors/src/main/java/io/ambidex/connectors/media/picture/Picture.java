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

    /**
     * This picture turned clockwise; itself when nothing changes.
     *
     * @param degrees 0, 90, 180 or 270
     */
    public Picture turned(int degrees) {
        if (degrees == 0) {
            return this;
        }
        boolean swap = degrees % 180 != 0;
        int newWidth = swap ? height : width;
        int newHeight = swap ? width : height;
        byte[] turned = new byte[data.length];
        int at = 0;
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                int from =
                        switch (degrees) {
                            case 90 -> (height - 1 - x) * width + y;
                            case 180 -> (height - 1 - y) * width + width - 1 - x;
                            case 270 -> x * width + width - 1 - y;
                            default ->
                                    throw new IllegalArgumentException(
                                            "a turn is 0, 90, 180 or 270 degrees, but is "
                                                    + degrees);
                        };
                for (int c = 0; c < channels; c++) {
                    turned[at++] = data[from * channels + c];
                }
            }
        }
        return new Picture(newWidth, newHeight, channels, turned);
    }

    /** ITU-R BT.601 luma in 16-bit fixed point; the weights add up to 65536. */
    private static byte luma(int red, int green, int blue) {
        return (byte) ((19595 * red + 38470 * green + 7471 * blue + 32768) >> 16);
    }
}
