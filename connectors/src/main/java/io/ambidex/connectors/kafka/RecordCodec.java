/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * The wire format of every record: Avro's single-object encoding, with the record's simple name in
 * the Kafka header {@value #HEADER}. The rules of evolution stand in the description of this
 * package. Thread-safe.
 */
public final class RecordCodec {
    /** Kafka header with the record's simple name, UTF-8. */
    public static final String HEADER = "ambidex-record";

    private static final RecordDecoder DECODER = new RecordDecoder(RecordSchemas.standard());
    private static final SpecificData DATA = new SpecificData(RecordCodec.class.getClassLoader());
    private static final Map<Schema, BinaryMessageEncoder<SpecificRecord>> ENCODERS =
            new ConcurrentHashMap<>();

    private RecordCodec() {}

    /**
     * Encodes a record.
     *
     * @return marker, fingerprint and data
     * @throws org.apache.avro.AvroRuntimeException if a field that must be set is null
     */
    public static byte[] encode(SpecificRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ENCODERS.computeIfAbsent(
                            record.getSchema(), schema -> new BinaryMessageEncoder<>(DATA, schema))
                    .encode(record, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * Decodes a record.
     *
     * @param value the Kafka value; null for a tombstone, which is refused
     * @param recordName what the header {@value #HEADER} says; null when absent
     * @return the record, of one of the classes of {@code io.ambidex.connectors.schema}
     * @throws MalformedRecordException if the value is not a known record, whole and alone; the
     *     message says why
     */
    public static SpecificRecord decode(byte[] value, String recordName)
            throws MalformedRecordException {
        return DECODER.decode(value, recordName);
    }

    /** The simple name of a record, as it stands in the header. */
    public static String name(SpecificRecord record) {
        return record.getSchema().getName();
    }
}
