/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media;

import java.io.Serializable;

/**
 * What a single payload may ask for; checked before anything is decoded, so that a few bytes cannot
 * claim gigabytes.
 *
 * @param maxPayloadBytes largest encoded payload, bytes
 * @param maxSide largest width or height of a picture, pixels
 * @param maxPixels largest width times height of a picture
 */
public record MediaLimits(int maxPayloadBytes, int maxSide, int maxPixels) implements Serializable {

    /**
     * 8 MiB, 8192 pixels a side, 16 megapixels: one 4K picture passes, a decompression bomb not.
     */
    public static final MediaLimits DEFAULT = new MediaLimits(8 << 20, 8192, 16 << 20);

    public MediaLimits {
        if (maxPayloadBytes < 1 || maxSide < 1 || maxPixels < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive, but are "
                            + maxPayloadBytes
                            + " bytes, "
                            + maxSide
                            + " pixels a side, "
                            + maxPixels
                            + " pixels");
        }
    }

    /**
     * @param bytes size of an encoded payload
     * @throws MediaException when it is empty or above the limit
     */
    void checkPayload(int bytes) throws MediaException {
        if (bytes == 0) {
            throw new MediaException("the payload is empty");
        }
        if (bytes > maxPayloadBytes) {
            throw new MediaException(
                    "the payload has " + bytes + " bytes, the limit is " + maxPayloadBytes);
        }
    }

    /**
     * @param width width of a picture as its header says, pixels
     * @param height height of a picture as its header says, pixels
     * @throws MediaException when a side is not positive or above a limit
     */
    public void checkPicture(int width, int height) throws MediaException {
        if (width < 1 || height < 1) {
            throw new MediaException(
                    "the picture is " + width + " x " + height + ", at least 1 x 1 is needed");
        }
        if (width > maxSide || height > maxSide) {
            throw new MediaException(
                    "the picture is "
                            + width
                            + " x "
                            + height
                            + ", the limit is "
                            + maxSide
                            + " pixels a side");
        }
        if ((long) width * height > maxPixels) {
            throw new MediaException(
                    "the picture has "
                            + (long) width * height
                            + " pixels, the limit is "
                            + maxPixels);
        }
    }
}
