/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import org.apache.avro.Schema;

/**
 * Walks Avro binary data by its schema without making a value of it. It finds lengths that lie
 * before anything is allocated for them (Avro's own decoder allocates what a length says), and
 * where the record ends.
 */
final class BinaryLayout {
    private static final int MAX_VARINT_BYTES = 10;

    private final byte[] bytes;
    private int position;
    private String field = "";

    private BinaryLayout(byte[] bytes, int from) {
        this.bytes = bytes;
        this.position = from;
    }

    /**
     * Where a datum ends.
     *
     * @param schema the writer's schema; not recursive
     * @param bytes the data
     * @param from where the datum begins
     * @return the position after its last byte, at most the length of the data
     * @throws MalformedRecordException if the bytes do not have the layout of the schema
     */
    static int end(Schema schema, byte[] bytes, int from) throws MalformedRecordException {
        BinaryLayout layout = new BinaryLayout(bytes, from);
        layout.walk(schema);
        return layout.position;
    }

    private void walk(Schema schema) throws MalformedRecordException {
        switch (schema.getType()) {
            case RECORD -> {
                for (Schema.Field f : schema.getFields()) {
                    field = f.name();
                    walk(f.schema());
                }
            }
            case NULL -> {}
            case BOOLEAN -> skip(1);
            case FLOAT -> skip(Float.BYTES);
            case DOUBLE -> skip(Double.BYTES);
            case INT, LONG -> varint();
            case FIXED -> skip(schema.getFixedSize());
            case STRING, BYTES -> skip(varint());
            case ENUM -> index(schema.getEnumSymbols().size(), "symbols");
            case UNION -> walk(schema.getTypes().get(index(schema.getTypes().size(), "branches")));
            case ARRAY -> blocks(null, schema.getElementType());
            case MAP -> blocks(Schema.create(Schema.Type.STRING), schema.getValueType());
            default -> throw new IllegalStateException("no layout for " + schema.getType());
        }
    }

    private void blocks(Schema key, Schema item) throws MalformedRecordException {
        for (long count = varint(); count != 0; count = varint()) {
            if (count < 0) {
                count = -count;
                varint();
            }
            // Every item takes a byte or more; a negative count is one that has no positive.
            if (count < 0 || count > left()) {
                throw malformed("announces " + count + " items, but " + left() + " bytes are left");
            }
            for (long i = 0; i < count; i++) {
                if (key != null) {
                    walk(key);
                }
                walk(item);
            }
        }
    }

    private int index(int size, String what) throws MalformedRecordException {
        long index = varint();
        if (index < 0 || index >= size) {
            throw malformed("has index " + index + ", but there are " + size + " " + what);
        }
        return (int) index;
    }

    private void skip(long length) throws MalformedRecordException {
        if (length < 0 || length > left()) {
            throw malformed("announces " + length + " bytes, but " + left() + " are left");
        }
        position += (int) length;
    }

    /** A number in Avro's zig-zag coding. */
    private long varint() throws MalformedRecordException {
        long coded = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            if (position == bytes.length) {
                throw malformed("is cut off at byte " + position);
            }
            byte next = bytes[position++];
            coded |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return (coded >>> 1) ^ -(coded & 1);
            }
        }
        throw malformed("has a number of more than " + MAX_VARINT_BYTES + " bytes");
    }

    private int left() {
        return bytes.length - position;
    }

    private MalformedRecordException malformed(String what) {
        return new MalformedRecordException("field " + field + " " + what);
    }
}
