/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.LabelUse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class SchemaEvolutionTest {
    private static final Schema NEWER_CHUNK =
            withFields(
                    AudioChunk.SCHEMA$,
                    AudioChunk.SCHEMA$.getFields().size(),
                    new Schema.Field(
                            "gainDecibels",
                            Schema.createUnion(
                                    Schema.create(Schema.Type.NULL),
                                    Schema.create(Schema.Type.DOUBLE)),
                            "Gain of the microphone.",
                            Schema.Field.NULL_DEFAULT_VALUE));

    @Test
    void aNewerWritersAppendedFieldIsLeftByAnOlderReader() throws Exception {
        GenericRecord newer = copy(SampleRecords.chunk(), NEWER_CHUNK);
        newer.put("gainDecibels", -6.0);
        assertThat(RecordCodec.decode(encode(newer), "AudioChunk"))
                .isEqualTo(SampleRecords.chunk());
    }

    @Test
    void aNewerWritersRecordCutOffInWhatIsKnownIsRefused() {
        GenericRecord newer = copy(SampleRecords.chunk(), NEWER_CHUNK);
        byte[] value = encode(newer);
        assertThatThrownBy(
                        () ->
                                RecordCodec.decode(
                                        Arrays.copyOf(value, value.length - 4), "AudioChunk"))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith("field payload");
    }

    @Test
    void aNewerReaderGivesAnOlderWritersMissingFieldItsDefault() throws Exception {
        List<Schema> history = RecordSchemas.readHistory("history-of-a-test/");
        RecordDecoder newerReader =
                new RecordDecoder(new RecordSchemas(List.of(Label.SCHEMA$), history));
        byte[] value = encode(copy(SampleRecords.label(), history.get(0)));
        Label expected = SampleRecords.label();
        expected.setUse(LabelUse.TRAIN);
        assertThat(newerReader.decode(value, "Label")).isEqualTo(expected);
        assertThatThrownBy(
                        () -> newerReader.decode(Arrays.copyOf(value, value.length + 1), "Label"))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith("Label ends at byte");
    }

    @Test
    void everyFormerSchemaCanBeReadIntoTheNewest() {
        for (Schema former : RecordSchemas.readHistory("history/")) {
            assertThat(
                            SchemaCompatibility.checkReaderWriterCompatibility(
                                            RecordSchemas.standard().newest(former.getName()),
                                            former)
                                    .getType())
                    .isEqualTo(SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE);
        }
    }

    @Test
    void everyRecordOfATopicIsKnownByNameAndFingerprint() {
        for (TopicRole role : TopicRole.values()) {
            for (Class<? extends SpecificRecord> type : role.records()) {
                Schema schema = SpecificData.get().getSchema(type);
                assertThat(RecordSchemas.standard().newest(type.getSimpleName())).isEqualTo(schema);
                assertThat(
                                RecordSchemas.standard()
                                        .byFingerprint(
                                                SchemaNormalization.parsingFingerprint64(schema)))
                        .isEqualTo(schema);
            }
        }
    }

    private static Schema withFields(Schema schema, int kept, Schema.Field... appended) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields().subList(0, kept)) {
            fields.add(new Schema.Field(field, field.schema()));
        }
        fields.addAll(Arrays.asList(appended));
        return Schema.createRecord(
                schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
    }

    private static GenericRecord copy(SpecificRecord record, Schema schema) {
        GenericRecord copy = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            if (record.getSchema().getField(field.name()) != null) {
                copy.put(field.name(), record.get(field.pos()));
            }
        }
        return copy;
    }

    private static byte[] encode(GenericRecord record) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new BinaryMessageEncoder<GenericRecord>(GenericData.get(), record.getSchema())
                    .encode(record, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
