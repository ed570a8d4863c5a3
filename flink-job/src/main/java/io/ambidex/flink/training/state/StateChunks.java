/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.state;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One stream of bytes as a list of chunks of at most 1 MiB, so that no element of an operator's
 * list state is large.
 *
 * <p>Layout of a chunk, big endian: magic {@code AMBX} (4 bytes), format 1 (2), kind 0 (2), index
 * (4), number of chunks (4), CRC-32C of the payload (4), payload.
 */
public final class StateChunks {

    /** Payload of a chunk, at most. */
    static final int PAYLOAD = (1 << 20) - StateChunks.HEADER;

    static final int HEADER = 20;

    private static final int MAGIC = 0x414d4258;
    private static final short FORMAT = 1;
    private static final short DATA = 0;

    /** Large states once were files beside the checkpoint, and this was where and what they are. */
    private static final short POINTER = 1;

    /** Puts header and checksum into chunks whose payload begins at {@link #HEADER}. */
    static void seal(List<byte[]> chunks) {
        for (int i = 0; i < chunks.size(); i++) {
            byte[] chunk = chunks.get(i);
            ByteBuffer.wrap(chunk)
                    .putInt(MAGIC)
                    .putShort(FORMAT)
                    .putShort(DATA)
                    .putInt(i)
                    .putInt(chunks.size())
                    .putInt(checksum(chunk));
        }
    }

    /**
     * Checks chunks, in any order, and gives their payloads as one stream.
     *
     * @throws IOException if a chunk is missing, twice there, damaged or of an unknown format
     */
    static InputStream open(Iterable<byte[]> chunks) throws IOException {
        List<byte[]> ordered = new ArrayList<>();
        chunks.forEach(ordered::add);
        for (byte[] chunk : ordered) {
            checkFormat(chunk);
        }
        ordered.sort(Comparator.comparingInt(chunk -> ByteBuffer.wrap(chunk).getInt(8)));
        List<InputStream> payloads = new ArrayList<>();
        for (int i = 0; i < ordered.size(); i++) {
            byte[] chunk = ordered.get(i);
            checkPosition(ByteBuffer.wrap(chunk), i, ordered.size());
            if (ByteBuffer.wrap(chunk).getInt(16) != checksum(chunk)) {
                throw new IOException("state chunk " + i + " is damaged: its checksum differs");
            }
            payloads.add(new ByteArrayInputStream(chunk, HEADER, chunk.length - HEADER));
        }
        if (ordered.isEmpty()) {
            throw new IOException("there are no state chunks");
        }
        return new SequenceInputStream(Collections.enumeration(payloads));
    }

    private static void checkFormat(byte[] chunk) throws IOException {
        if (chunk.length < HEADER || ByteBuffer.wrap(chunk).getInt() != MAGIC) {
            throw new IOException("not a state chunk of Ambidex: " + chunk.length + " bytes");
        }
        short format = ByteBuffer.wrap(chunk).getShort(4);
        short kind = ByteBuffer.wrap(chunk).getShort(6);
        if (format == FORMAT && kind == POINTER) {
            throw new IOException(
                    "state chunk of kind 1: it points to a file beside the checkpoint, which this"
                            + " version does not read; let the version that wrote it take a savepoint"
                            + " with a training.state-inline-limit above the size of that file, and"
                            + " start from that savepoint");
        }
        if (format != FORMAT || kind != DATA) {
            throw new IOException(
                    "state chunk of format %d and kind %d; this version reads format %d, kind %d"
                            .formatted(format, kind, FORMAT, DATA));
        }
    }

    private static void checkPosition(ByteBuffer header, int expected, int found)
            throws IOException {
        int index = header.getInt(8);
        int count = header.getInt(12);
        if (index != expected || count != found) {
            throw new IOException(
                    "state chunk "
                            + index
                            + " of "
                            + count
                            + " stands at place "
                            + expected
                            + " of "
                            + found);
        }
    }

    private static int checksum(byte[] chunk) {
        CRC32C crc = new CRC32C();
        crc.update(chunk, HEADER, chunk.length - HEADER);
        return (int) crc.getValue();
    }

    private StateChunks() {}
}
