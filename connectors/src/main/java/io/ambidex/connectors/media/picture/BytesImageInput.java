/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.picture;

import javax.imageio.stream.ImageInputStreamImpl;

/** An encoded picture in memory; the JDK's own stream copies it into a cache first. */
final class BytesImageInput extends ImageInputStreamImpl {
    private final byte[] bytes;

    BytesImageInput(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() {
        bitOffset = 0;
        return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        bitOffset = 0;
        if (streamPos >= bytes.length) {
            return length == 0 ? 0 : -1;
        }
        int read = (int) Math.min(length, bytes.length - streamPos);
        System.arraycopy(bytes, (int) streamPos, into, offset, read);
        streamPos += read;
        return read;
    }

    @Override
    public long length() {
        return bytes.length;
    }
}
