/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.state;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects bytes straight into chunks, without a second copy of the whole. */
final class ChunkOutputStream extends OutputStream {

    private final List<byte[]> full = new ArrayList<>();
    private byte[] current = new byte[StateChunks.HEADER + StateChunks.PAYLOAD];
    private int position = StateChunks.HEADER;

    @Override
    public void write(int b) {
        makeRoom();
        current[position++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            makeRoom();
            int some = Math.min(left, current.length - position);
            System.arraycopy(bytes, from, current, position, some);
            position += some;
            from += some;
            left -= some;
        }
    }

    /** Payload so far, in bytes. */
    long size() {
        return (long) full.size() * StateChunks.PAYLOAD + position - StateChunks.HEADER;
    }

    /** The chunks, sealed; nothing may be written afterwards. */
    List<byte[]> finish() {
        List<byte[]> chunks = new ArrayList<>(full);
        chunks.add(Arrays.copyOf(current, position));
        StateChunks.seal(chunks);
        return chunks;
    }

    /** Writes the payload so far, and nothing else, to another stream. */
    void copyTo(OutputStream out) throws IOException {
        for (byte[] chunk : full) {
            out.write(chunk, StateChunks.HEADER, StateChunks.PAYLOAD);
        }
        out.write(current, StateChunks.HEADER, position - StateChunks.HEADER);
    }

    private void makeRoom() {
        if (position == current.length) {
            full.add(current);
            current = new byte[StateChunks.HEADER + StateChunks.PAYLOAD];
            position = StateChunks.HEADER;
        }
    }
}
