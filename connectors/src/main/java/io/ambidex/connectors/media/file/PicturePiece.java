/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import io.ambidex.connectors.media.picture.Picture;

/**
 * One picture, upright, cropped and scaled.
 *
 * @param startMicros time from which it is shown, on the file's clock, microseconds
 * @param durationMicros how long it is shown; 0 when the file does not say
 * @param picture RGB pixels
 */
public record PicturePiece(long startMicros, long durationMicros, Picture picture)
        implements MediaPiece {}
