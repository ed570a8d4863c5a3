/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import io.ambidex.connectors.media.file.PictureCrop;

/**
 * What is made of the pictures of a recorded file: small ones, since they travel.
 *
 * @param crop the part to keep; null for all
 * @param width width, pixels; 0 for the size after cropping
 * @param height height, pixels; 0 exactly when the width is 0
 * @param maxPerSecond pictures that come faster are left out; 0 to keep all
 * @param jpegQuality 0 to 1
 */
public record PublishedPictures(
        PictureCrop crop, int width, int height, int maxPerSecond, float jpegQuality) {

    /** All pictures, whole and in their own size, at quality 0.9. */
    public static final PublishedPictures DEFAULT = new PublishedPictures(null, 0, 0, 0, 0.9f);

    public PublishedPictures {
        if (width < 0 || height < 0 || (width == 0) != (height == 0)) {
            throw new IllegalArgumentException(
                    "the size of pictures must be at least 1 x 1, or 0 x 0 to keep it, but is "
                            + width
                            + " x "
                            + height);
        }
        if (maxPerSecond < 0) {
            throw new IllegalArgumentException(
                    "pictures per second must be at least 0, but are " + maxPerSecond);
        }
        if (!(jpegQuality >= 0 && jpegQuality <= 1)) {
            throw new IllegalArgumentException(
                    "the quality of the jpeg must be 0 to 1, but is " + jpegQuality);
        }
    }
}
