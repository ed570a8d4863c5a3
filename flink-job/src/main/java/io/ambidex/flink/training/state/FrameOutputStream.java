/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.state;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/**
 * Writes a stream of bytes whose length is not known yet so that a reader notices damage before it
 * hands a damaged byte on.
 *
 * <p>Layout, big endian: magic {@code AMBR} (4 bytes), format 1 (2), then frames: length (4, 1 to
 * {@link #FRAME}), payload, CRC-32C of all payload from the first frame to the end of this one (4).
 * A frame of length 0 is the end; its checksum is that of the whole.
 */
final class FrameOutputStream extends OutputStream {

    /** Payload of a frame, at most. */
    static final int FRAME = 1 << 20;

    static final int MAGIC = 0x414d4252;
    static final short FORMAT = 1;

    private final DataOutputStream out;
    private final CRC32C crc = new CRC32C();
    private final byte[] frame = new byte[FRAME];
    private int position;

    /**
     * @param out stays open
     */
    FrameOutputStream(OutputStream out) throws IOException {
        this.out = new DataOutputStream(out);
        this.out.writeInt(MAGIC);
        this.out.writeShort(FORMAT);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            int some = Math.min(left, FRAME - position);
            System.arraycopy(bytes, from, frame, position, some);
            position += some;
            from += some;
            left -= some;
            if (position == FRAME) {
                writeFrame();
            }
        }
    }

    /** Writes what is left and the end; nothing may be written afterwards. */
    void finish() throws IOException {
        if (position > 0) {
            writeFrame();
        }
        writeFrame();
        out.flush();
    }

    private void writeFrame() throws IOException {
        crc.update(frame, 0, position);
        out.writeInt(position);
        out.write(frame, 0, position);
        out.writeInt((int) crc.getValue());
        position = 0;
    }
}
