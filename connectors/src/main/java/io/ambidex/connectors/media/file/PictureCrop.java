/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import io.ambidex.connectors.media.MediaException;

/**
 * The part of a picture that is kept, in pixels of the picture as it is shown (after rotation).
 *
 * @param x first column, 0 or more
 * @param y first row, 0 or more
 * @param width columns, 1 or more
 * @param height rows, 1 or more
 */
public record PictureCrop(int x, int y, int width, int height) {

    public PictureCrop {
        if (x < 0 || y < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "a crop needs x and y of at least 0 and a size of at least 1 x 1, but is "
                            + describe(x, y, width, height));
        }
    }

    /**
     * @param text {@code x,y,w,h}
     * @throws IllegalArgumentException when the text is no crop, with the reason
     */
    public static PictureCrop parse(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException(
                    "a crop is four numbers x,y,w,h, but got '" + text + "'");
        }
        int[] numbers = new int[4];
        for (int i = 0; i < 4; i++) {
            try {
                numbers[i] = Integer.parseInt(parts[i].strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "a crop is four numbers x,y,w,h, but '" + parts[i] + "' is none", e);
            }
        }
        return new PictureCrop(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    /**
     * @param pictureWidth width of the picture, pixels
     * @param pictureHeight height of the picture, pixels
     * @throws MediaException when the crop reaches beyond the picture
     */
    public void checkInside(int pictureWidth, int pictureHeight) throws MediaException {
        if ((long) x + width > pictureWidth || (long) y + height > pictureHeight) {
            throw new MediaException(
                    "the crop "
                            + this
                            + " reaches beyond the picture of "
                            + pictureWidth
                            + " x "
                            + pictureHeight);
        }
    }

    @Override
    public String toString() {
        return describe(x, y, width, height);
    }

    private static String describe(int x, int y, int width, int height) {
        return x + "," + y + "," + width + "," + height;
    }
}
