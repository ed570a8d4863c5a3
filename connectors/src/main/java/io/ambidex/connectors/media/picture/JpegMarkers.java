/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.picture;

import io.ambidex.connectors.media.MediaException;

/** The first and last marker of a JPEG (ISO/IEC 10918-1, annex B). */
final class JpegMarkers {
    private static final int MARKER = 0xff;
    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;

    private JpegMarkers() {}

    /**
     * @param bytes the payload; zeros after the last marker are taken as padding
     * @throws MediaException when one of the two markers is not there
     */
    static void check(byte[] bytes) throws MediaException {
        if (bytes.length < 4
                || (bytes[0] & 0xff) != MARKER
                || (bytes[1] & 0xff) != START_OF_IMAGE) {
            throw new MediaException(
                    "not a jpeg: it must begin with ff d8, but begins with " + hex(bytes, 0));
        }
        int end = bytes.length;
        while (end > 4 && bytes[end - 1] == 0) {
            end--;
        }
        if ((bytes[end - 2] & 0xff) != MARKER || (bytes[end - 1] & 0xff) != END_OF_IMAGE) {
            throw new MediaException(
                    "the jpeg is truncated: it must end with ff d9, but ends with "
                            + hex(bytes, end - 2)
                            + " after "
                            + end
                            + " bytes");
        }
    }

    private static String hex(byte[] bytes, int from) {
        StringBuilder text = new StringBuilder();
        for (int i = Math.max(0, from); i < Math.min(bytes.length, Math.max(0, from) + 2); i++) {
            text.append(text.isEmpty() ? "" : " ").append(String.format("%02x", bytes[i]));
        }
        return text.toString();
    }
}
