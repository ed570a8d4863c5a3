/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import io.ambidex.connectors.schema.DeadLetter;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes dead letters: the input byte for byte, where it came from, and why it could not be used.
 */
public final class DeadLetters {
    /**
     * Largest value that a dead letter carries, in bytes: what an input topic admits (see {@link
     * Topics}). A larger one stays where it is, the reason says so.
     */
    public static final int MAX_VALUE_BYTES = 8 << 20;

    private DeadLetters() {}

    /**
     * Makes a dead letter.
     *
     * @param raw the input
     * @param stage where it was refused: decode, pair, label, control or model-update
     * @param reason why, as one line with limit and actual value
     */
    public static DeadLetter of(RawRecord raw, String stage, String reason) {
        Map<String, ByteBuffer> headers = new HashMap<>();
        for (RawHeader header : raw.headers()) {
            if (header.value() != null) {
                headers.put(header.name(), ByteBuffer.wrap(header.value()));
            }
        }
        boolean fits = raw.value() == null || raw.value().length <= MAX_VALUE_BYTES;
        return DeadLetter.newBuilder()
                .setStage(stage)
                .setReason(fits ? reason : reason + left(raw.value().length))
                .setTopic(raw.topic())
                .setPartition(raw.partition())
                .setOffset(raw.offset())
                .setTimestampMillis(raw.timestampMillis())
                .setKey(wrap(raw.key()))
                .setValue(fits ? wrap(raw.value()) : null)
                .setHeaders(headers)
                .build();
    }

    private static String left(int length) {
        return "; its value is not repeated here: a dead letter carries "
                + MAX_VALUE_BYTES
                + " bytes, but it has "
                + length;
    }

    private static ByteBuffer wrap(byte[] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
