/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.schema.DeadLetter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    @Test
    void aDeadLetterHoldsTheInputByteForByte() throws Exception {
        byte[] key = {9, 8};
        byte[] value = {0, -1, 127};
        RawRecord raw =
                new RawRecord(
                        "video",
                        3,
                        77,
                        1234,
                        key,
                        value,
                        List.of(
                                new RawHeader("trace", new byte[] {1}),
                                new RawHeader("trace", new byte[] {2}),
                                new RawHeader("empty", null)));
        DeadLetter letter = DeadLetters.of(raw, "decode", "why");
        assertThat(RecordCodec.decode(RecordCodec.encode(letter), null)).isEqualTo(letter);
        assertThat(letter.getStage()).isEqualTo("decode");
        assertThat(letter.getReason()).isEqualTo("why");
        assertThat(letter.getTopic()).isEqualTo("video");
        assertThat(letter.getPartition()).isEqualTo(3);
        assertThat(letter.getOffset()).isEqualTo(77);
        assertThat(letter.getTimestampMillis()).isEqualTo(1234);
        assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap(key));
        assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(value));
        assertThat(letter.getHeaders()).isEqualTo(Map.of("trace", ByteBuffer.wrap(new byte[] {2})));
        assertThat(OutputRecords.deadLetter("dead-letters", letter).key()).isEqualTo(key);
    }

    @Test
    void aTombstoneWithoutKeyStaysOne() {
        DeadLetter letter =
                DeadLetters.of(
                        new RawRecord("video", 0, 0, 0, null, null, List.of()), "decode", "");
        assertThat(letter.getKey()).isNull();
        assertThat(letter.getValue()).isNull();
        assertThat(OutputRecords.deadLetter("dead-letters", letter).key()).isNull();
    }

    @Test
    void anInputThatNoTopicAdmitsStaysWhereItIs() {
        byte[] value = new byte[DeadLetters.MAX_INPUT_BYTES];
        byte[] key = {1};
        RawRecord fitting = new RawRecord("video", 0, 0, 0, null, value, List.of());
        assertThat(DeadLetters.of(fitting, "decode", "why").getValue())
                .isEqualTo(ByteBuffer.wrap(value));
        DeadLetter letter =
                DeadLetters.of(
                        new RawRecord("video", 0, 5, 0, key, value, List.of()), "decode", "why");
        assertThat(letter.getValue()).isNull();
        assertThat(letter.getKey()).isNull();
        assertThat(letter.getOffset()).isEqualTo(5);
        assertThat(letter.getReason())
                .isEqualTo(
                        "why; the input stays where it is: a dead letter carries 8388608 bytes of"
                                + " key, value and headers, but they have 8388609");
    }
}
