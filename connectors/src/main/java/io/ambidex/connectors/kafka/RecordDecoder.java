/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/** Reads Avro's single-object encoding against a set of known schemas. Thread-safe. */
final class RecordDecoder {
    /** Avro 1.12 specification, "Single-object encoding": marker, then the fingerprint. */
    private static final short MARKER = (short) 0xC301;

    private static final int HEADER_BYTES = Short.BYTES + Long.BYTES;

    /** How much of a text that came with a record is repeated in a reason, in characters. */
    private static final int MAX_SHOWN = 64;

    private final RecordSchemas schemas;
    private final SpecificData data = new SpecificData(RecordDecoder.class.getClassLoader());
    private final Map<Schema, DatumReader<SpecificRecord>> readers = new ConcurrentHashMap<>();

    RecordDecoder(RecordSchemas schemas) {
        this.schemas = schemas;
    }

    /**
     * Decodes a record.
     *
     * @param value marker, fingerprint and data
     * @param recordName what the header {@value RecordCodec#HEADER} says; null when absent
     * @throws MalformedRecordException if the value is not a known record, whole and alone
     */
    SpecificRecord decode(byte[] value, String recordName) throws MalformedRecordException {
        ByteBuffer buffer = header(value);
        long fingerprint = buffer.order(ByteOrder.LITTLE_ENDIAN).getLong();
        Schema writer = schemas.byFingerprint(fingerprint);
        boolean newerWriter = writer == null;
        if (newerWriter) {
            writer = newest(fingerprint, recordName);
        }
        int end = BinaryLayout.end(writer, value, HEADER_BYTES);
        // Only a newer writer may have something to say that is not understood here.
        if (end != value.length && !newerWriter) {
            throw new MalformedRecordException(
                    writer.getName() + " ends at byte " + end + ", but " + value.length + " came");
        }
        return read(writer, value, end);
    }

    private static ByteBuffer header(byte[] value) throws MalformedRecordException {
        if (value == null) {
            throw new MalformedRecordException("there is no value");
        }
        if (value.length < HEADER_BYTES) {
            throw new MalformedRecordException(
                    "a record has "
                            + HEADER_BYTES
                            + " bytes or more, but "
                            + value.length
                            + " came");
        }
        ByteBuffer buffer = ByteBuffer.wrap(value);
        short marker = buffer.getShort();
        if (marker != MARKER) {
            throw new MalformedRecordException(
                    String.format("a record begins with %04x, but %04x came", MARKER, marker));
        }
        return buffer;
    }

    private Schema newest(long fingerprint, String recordName) throws MalformedRecordException {
        String unknown = String.format("schema fingerprint %016x is unknown and ", fingerprint);
        if (recordName == null) {
            throw new MalformedRecordException(
                    unknown + "there is no header " + RecordCodec.HEADER);
        }
        Schema schema = schemas.newest(recordName);
        if (schema == null) {
            throw new MalformedRecordException(
                    unknown + "so is the record '" + shown(recordName) + "' that the header names");
        }
        return schema;
    }

    /** A foreign text as part of one line. */
    private static String shown(String text) {
        String start = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    private SpecificRecord read(Schema writer, byte[] value, int end)
            throws MalformedRecordException {
        DatumReader<SpecificRecord> reader =
                readers.computeIfAbsent(
                        writer,
                        w -> new SpecificDatumReader<>(w, schemas.newest(w.getName()), data));
        try {
            return reader.read(
                    null,
                    DecoderFactory.get()
                            .binaryDecoder(value, HEADER_BYTES, end - HEADER_BYTES, null));
        } catch (IOException | RuntimeException e) {
            // Avro has no common type for data it cannot resolve.
            throw new MalformedRecordException(
                    writer.getName() + " cannot be read: " + shown(e.toString()));
        }
    }
}
