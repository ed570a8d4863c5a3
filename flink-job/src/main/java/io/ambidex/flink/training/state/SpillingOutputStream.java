/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.state;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Collects bytes as chunks while they fit into a limit, and streams all of them into another stream
 * once they do not: the heap never holds more than the limit and a few buffers.
 */
final class SpillingOutputStream extends OutputStream {

    private static final int BUFFER = 1 << 16;

    /** Where bytes beyond the limit go. */
    @FunctionalInterface
    interface Overflow {
        /** Opens it; called once, at the first byte above the limit. It is not closed. */
        OutputStream open() throws IOException;
    }

    private final long limit;
    private final Overflow overflow;

    /** Null from the first byte above the limit on. */
    private ChunkOutputStream chunks = new ChunkOutputStream();

    /** Null before it. */
    private FrameOutputStream frames;

    /**
     * @param limit largest size, in bytes, that is collected
     */
    SpillingOutputStream(long limit, Overflow overflow) {
        this.limit = limit;
        this.overflow = overflow;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (chunks != null && chunks.size() + length > limit) {
            spill();
        }
        if (chunks != null) {
            chunks.write(bytes, offset, length);
        } else {
            frames.write(bytes, offset, length);
        }
    }

    /**
     * Ends the state; nothing may be written afterwards.
     *
     * @return its chunks, sealed; none when the other stream has it
     */
    List<byte[]> finish() throws IOException {
        if (chunks != null) {
            return chunks.finish();
        }
        frames.finish();
        return List.of();
    }

    private void spill() throws IOException {
        frames = new FrameOutputStream(new BufferedOutputStream(overflow.open(), BUFFER));
        chunks.copyTo(frames);
        chunks = null;
    }
}
