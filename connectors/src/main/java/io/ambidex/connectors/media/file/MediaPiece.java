/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

/** What comes out of a media file, one after another in the order of the file. */
public sealed interface MediaPiece permits SoundPiece, PicturePiece {

    /** Begin in microseconds on the file's own clock, which need not begin at 0. */
    long startMicros();
}
