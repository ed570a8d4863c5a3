/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * The schemas that records may have been written with: the newest of every record, and those of
 * former releases.
 *
 * <p>A release that appends a field to a record keeps the schema it had before as {@code
 * history/NAME-FINGERPRINT.avsc} beside this class and names the file in {@code history/index}.
 * Records of that time are then resolved to the newest schema, the new field taking its default.
 */
final class RecordSchemas {
    private static final String HISTORY = "history/";
    private static final RecordSchemas STANDARD =
            new RecordSchemas(newestSchemas(), readHistory(HISTORY));

    private final Map<String, Schema> newest = new HashMap<>();
    private final Map<Long, Schema> byFingerprint = new HashMap<>();

    /**
     * @param newest the schemas that records are read into, one for each record name
     * @param former schemas that writers used before
     */
    RecordSchemas(Collection<Schema> newest, Collection<Schema> former) {
        former.forEach(this::register);
        for (Schema schema : newest) {
            register(schema);
            this.newest.put(schema.getName(), schema);
        }
    }

    /** The schemas of this release. */
    static RecordSchemas standard() {
        return STANDARD;
    }

    /**
     * The schema with a fingerprint (CRC-64-AVRO of the parsing canonical form); null if unknown.
     */
    Schema byFingerprint(long fingerprint) {
        return byFingerprint.get(fingerprint);
    }

    /** The newest schema of a record by its simple name; null if there is none. */
    Schema newest(String recordName) {
        return newest.get(recordName);
    }

    private void register(Schema schema) {
        byFingerprint.put(SchemaNormalization.parsingFingerprint64(schema), schema);
    }

    private static List<Schema> newestSchemas() {
        List<Schema> schemas = new ArrayList<>();
        for (TopicRole role : TopicRole.values()) {
            for (Class<? extends SpecificRecord> type : role.records()) {
                schemas.add(SpecificData.get().getSchema(type));
            }
        }
        return schemas;
    }

    /** Reads the schemas that the file {@code index} of a resource folder names. */
    static List<Schema> readHistory(String folder) {
        List<Schema> schemas = new ArrayList<>();
        try (InputStream index = open(folder + "index");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(index, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    try (InputStream schema = open(folder + line.strip())) {
                        schemas.add(new Schema.Parser().parse(schema));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the former schemas cannot be read from the jar", e);
        }
        return schemas;
    }

    private static InputStream open(String name) throws IOException {
        InputStream stream = RecordSchemas.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IOException("there is no resource " + name);
        }
        return stream;
    }
}
