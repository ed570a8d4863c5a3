/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.EndOfInput;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
    private static final String NAME = "AudioChunk";

    @Test
    void aRecordComesBackAsItWas() throws Exception {
        assertThat(RecordCodec.decode(RecordCodec.encode(SampleRecords.chunk()), NAME))
                .isEqualTo(SampleRecords.chunk());
    }

    @Test
    void theFingerprintTellsRecordsApartWithoutTheHeader() throws Exception {
        EndOfInput end = new EndOfInput(SampleRecords.TIME);
        assertThat(RecordCodec.decode(RecordCodec.encode(end), null)).isEqualTo(end);
        assertThat(RecordCodec.decode(RecordCodec.encode(SampleRecords.label()), null))
                .isEqualTo(SampleRecords.label());
    }

    @Test
    void theValueIsAvrosSingleObjectEncoding() {
        byte[] value = RecordCodec.encode(SampleRecords.chunk());
        assertThat(value).startsWith(0xC3, 0x01);
        long fingerprint = 0;
        for (int i = 9; i >= 2; i--) {
            fingerprint = fingerprint << 8 | value[i] & 0xFF;
        }
        assertThat(fingerprint)
                .isEqualTo(SchemaNormalization.parsingFingerprint64(AudioChunk.SCHEMA$));
    }

    @Test
    void aTombstoneAndZeroBytesAreRefused() {
        assertRefused(null, NAME, "there is no value");
        assertRefused(new byte[0], NAME, "a record has 10 bytes or more, but 0 came");
    }

    @Test
    void aWrongMarkerIsRefused() {
        byte[] rubbish = new byte[5 << 20];
        new Random(7).nextBytes(rubbish);
        rubbish[0] = (byte) 0x89;
        rubbish[1] = 0x50;
        assertRefused(rubbish, NAME, "a record begins with c301, but 8950 came");
    }

    @Test
    void anUnknownFingerprintIsRefusedWithoutAKnownName() {
        byte[] value = RecordCodec.encode(SampleRecords.chunk());
        Arrays.fill(value, 2, 10, (byte) 0xAB);
        assertRefused(
                value,
                null,
                "schema fingerprint abababababababab is unknown and there is no header"
                        + " ambidex-record");
        assertRefused(
                value,
                "Sonnet",
                "schema fingerprint abababababababab is unknown and so is the record 'Sonnet' that"
                        + " the header names");
        assertRefused(
                value,
                "a\n" + "b".repeat(100_000),
                "schema fingerprint abababababababab is unknown and so is the record 'a?"
                        + "b".repeat(62)
                        + "…' that the header names");
    }

    @Test
    void aRecordCutOffAnywhereIsRefused() {
        byte[] value = RecordCodec.encode(SampleRecords.chunk());
        for (int length = 0; length < value.length; length++) {
            byte[] cut = Arrays.copyOf(value, length);
            assertThatThrownBy(() -> RecordCodec.decode(cut, NAME))
                    .isInstanceOf(MalformedRecordException.class);
        }
        assertRefused(
                Arrays.copyOf(value, value.length - 1),
                NAME,
                "field payload announces 6 bytes, but 5 are left");
    }

    @Test
    void trailingBytesAreRefused() {
        byte[] value = RecordCodec.encode(SampleRecords.chunk());
        assertRefused(
                Arrays.copyOf(value, value.length + 3),
                NAME,
                "AudioChunk ends at byte "
                        + value.length
                        + ", but "
                        + (value.length + 3)
                        + " came");
    }

    @Test
    void mutatedRecordsAreReadOrRefusedButNothingElseHappens() {
        Random random = new Random(11);
        byte[][] seeds = {
            RecordCodec.encode(SampleRecords.chunk()), RecordCodec.encode(SampleRecords.label())
        };
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] value = mutate(seeds[i % seeds.length], random);
            try {
                assertThat(RecordCodec.decode(value, NAME)).isNotNull();
            } catch (MalformedRecordException e) {
                assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(300);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(5_000);
    }

    private static byte[] mutate(byte[] seed, Random random) {
        byte[] value = Arrays.copyOf(seed, Math.max(0, seed.length + random.nextInt(5) - 2));
        for (int flips = random.nextInt(3); flips >= 0 && value.length > 0; flips--) {
            value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return value;
    }

    private static void assertRefused(byte[] value, String name, String reason) {
        assertThatThrownBy(() -> RecordCodec.decode(value, name))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage(reason);
    }
}
