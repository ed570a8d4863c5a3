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
 * <p>Layout of a chunk, big endian: magic {@code AMBX} (4 bytes), format 1 (2), kind (2: 0 data, 1
 * pointer), index (4), number of chunks (4), CRC-32C of the payload (4), payload.
 */
public final class StateChunks {

    /** Payload of a chunk, at most. */
    static final int PAYLOAD = (1 << 20) - StateChunks.HEADER;

    static final int HEADER = 20;

    private static final int MAGIC = 0x414d4258;
    private static final short FORMAT = 1;

    /** What the payloads hold. */
    enum Kind {
        DATA,
        POINTER
    }

    /** What chunks hold, put together again. */
    record Content(Kind kind, InputStream bytes) {}

    /** Puts header and checksum into chunks whose payload begins at {@link #HEADER}. */
    static void seal(List<byte[]> chunks, Kind kind) {
        for (int i = 0; i < chunks.size(); i++) {
            byte[] chunk = chunks.get(i);
            ByteBuffer.wrap(chunk)
                    .putInt(MAGIC)
                    .putShort(FORMAT)
                    .putShort((short) kind.ordinal())
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
    static Content open(Iterable<byte[]> chunks) throws IOException {
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
        Kind kind = Kind.values()[ByteBuffer.wrap(ordered.get(0)).getShort(6)];
        return new Content(kind, new SequenceInputStream(Collections.enumeration(payloads)));
    }

    private static void checkFormat(byte[] chunk) throws IOException {
        if (chunk.length < HEADER || ByteBuffer.wrap(chunk).getInt() != MAGIC) {
            throw new IOException("not a state chunk of Ambidex: " + chunk.length + " bytes");
        }
        short format = ByteBuffer.wrap(chunk).getShort(4);
        short kind = ByteBuffer.wrap(chunk).getShort(6);
        if (format != FORMAT || kind < 0 || kind >= Kind.values().length) {
            throw new IOException(
                    "state chunk of format "
                            + format
                            + " and kind "
                            + kind
                            + "; this version reads "
                            + "format "
                            + FORMAT
                            + ", kinds 0 and 1");
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
