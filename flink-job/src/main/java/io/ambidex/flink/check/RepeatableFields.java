/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.check;

import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.training.version.ContentFiles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * The fields of a monitor record that every run on the same topics must give: those marked {@code
 * repeatable} in its schema.
 */
public final class RepeatableFields {
    private static final String MARK = "repeatable";

    private RepeatableFields() {}

    /** SHA-256, hexadecimal, over names and bits of these fields. */
    public static String digest(MonitorRecord record) {
        MessageDigest sha256 = ContentFiles.sha256();
        for (Schema.Field field : record.getSchema().getFields()) {
            if (Boolean.TRUE.equals(field.getObjectProp(MARK))) {
                add(sha256, field.name());
                add(sha256, record.get(field.pos()));
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static void add(MessageDigest sha256, Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, inner) -> sorted.put(key.toString(), inner));
            number(sha256, sorted.size());
            sorted.forEach(
                    (key, inner) -> {
                        add(sha256, key);
                        add(sha256, inner);
                    });
        } else if (value instanceof IndexedRecord inner) {
            for (Schema.Field field : inner.getSchema().getFields()) {
                add(sha256, field.name());
                add(sha256, inner.get(field.pos()));
            }
        } else if (value instanceof List<?> list) {
            number(sha256, list.size());
            list.forEach(inner -> add(sha256, inner));
        } else if (value instanceof Double real) {
            number(sha256, Double.doubleToRawLongBits(real));
        } else if (value instanceof Float real) {
            number(sha256, Float.floatToRawIntBits(real));
        } else {
            byte[] text = String.valueOf(value).getBytes(StandardCharsets.UTF_8);
            number(sha256, text.length);
            sha256.update(text);
        }
    }

    private static void number(MessageDigest sha256, long value) {
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }
}
