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
     * How much of an input a dead letter carries, in bytes: what an input topic admits (see {@link
     * TopicSetting}). What is larger stays where it is, and the reason says so.
     */
    public static final int MAX_INPUT_BYTES = 8 << 20;

    private DeadLetters() {}

    /**
     * Makes a dead letter.
     *
     * @param raw the input
     * @param stage where it was refused: decode, pair, label, control or model-update
     * @param reason why, as one line with limit and actual value
     */
    public static DeadLetter of(RawRecord raw, String stage, String reason) {
        DeadLetter.Builder letter =
                DeadLetter.newBuilder()
                        .setStage(stage)
                        .setReason(reason)
                        .setTopic(raw.topic())
                        .setPartition(raw.partition())
                        .setOffset(raw.offset())
                        .setTimestampMillis(raw.timestampMillis());
        long bytes = bytes(raw);
        if (bytes > MAX_INPUT_BYTES) {
            return letter.setReason(
                            reason
                                    + "; the input stays where it is: a dead letter carries "
                                    + MAX_INPUT_BYTES
                                    + " bytes of key, value and headers, but they have "
                                    + bytes)
                    .build();
        }
        return letter.setKey(wrap(raw.key()))
                .setValue(wrap(raw.value()))
                .setHeaders(headers(raw))
                .build();
    }

    private static Map<String, ByteBuffer> headers(RawRecord raw) {
        Map<String, ByteBuffer> headers = new HashMap<>();
        for (RawHeader header : raw.headers()) {
            if (header.value() != null) {
                headers.put(header.name(), ByteBuffer.wrap(header.value()));
            }
        }
        return headers;
    }

    private static long bytes(RawRecord raw) {
        long bytes = length(raw.key()) + length(raw.value());
        for (RawHeader header : raw.headers()) {
            bytes += header.name().length() + length(header.value());
        }
        return bytes;
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static ByteBuffer wrap(byte[] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
