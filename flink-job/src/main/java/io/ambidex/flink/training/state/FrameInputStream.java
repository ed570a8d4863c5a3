/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.state;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * Reads what {@link FrameOutputStream} wrote, and hands on no byte whose checksum it has not
 * compared. Bytes behind the end are not touched.
 */
final class FrameInputStream extends InputStream {

    private final InputStream in;
    private final CRC32C crc = new CRC32C();
    private final byte[] frame = new byte[FrameOutputStream.FRAME];
    private int position;
    private int length;
    private boolean ended;

    /** Bytes of {@link #in} that have been taken. */
    private long taken;

    /**
     * @param in stays open
     * @throws IOException if it does not begin as such a stream does
     */
    FrameInputStream(InputStream in) throws IOException {
        this.in = in;
        int magic = take(Integer.BYTES).getInt();
        if (magic != FrameOutputStream.MAGIC) {
            throw new IOException(
                    "not a raw state of Ambidex: it begins with %08x".formatted(magic));
        }
        short format = take(Short.BYTES).getShort();
        if (format != FrameOutputStream.FORMAT) {
            throw new IOException(
                    "raw state of format %d; this version reads format %d"
                            .formatted(format, FrameOutputStream.FORMAT));
        }
    }

    @Override
    public int read() throws IOException {
        return hasByte() ? frame[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int most) throws IOException {
        Objects.checkFromIndexSize(offset, most, bytes.length);
        if (most == 0) {
            return 0;
        }
        if (!hasByte()) {
            return -1;
        }
        int some = Math.min(most, length - position);
        System.arraycopy(frame, position, bytes, offset, some);
        position += some;
        return some;
    }

    private boolean hasByte() throws IOException {
        if (position == length && !ended) {
            readFrame();
        }
        return position < length;
    }

    private void readFrame() throws IOException {
        long start = taken;
        int size = take(Integer.BYTES).getInt();
        if (size < 0 || size > FrameOutputStream.FRAME) {
            throw new IOException(
                    "raw state is damaged at byte %d: its frames have 0 to %d bytes, but this one %d"
                            .formatted(start, FrameOutputStream.FRAME, size));
        }
        takeFully(frame, size);
        crc.update(frame, 0, size);
        if (take(Integer.BYTES).getInt() != (int) crc.getValue()) {
            throw new IOException(
                    "raw state is damaged between byte %d and byte %d: its checksum differs"
                            .formatted(start, taken));
        }
        position = 0;
        length = size;
        ended = size == 0;
    }

    private ByteBuffer take(int size) throws IOException {
        byte[] bytes = new byte[size];
        takeFully(bytes, size);
        return ByteBuffer.wrap(bytes);
    }

    private void takeFully(byte[] bytes, int size) throws IOException {
        int read = in.readNBytes(bytes, 0, size);
        taken += read;
        if (read < size) {
            throw new EOFException(
                    "raw state is cut off at byte %d: its end is missing".formatted(taken));
        }
    }
}
