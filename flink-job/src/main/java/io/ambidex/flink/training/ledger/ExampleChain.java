/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.ledger;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.ModalityMedia;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.clip.SourcePositions;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.training.version.ContentFiles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A SHA-256 chain over examples in the order of their numbers, so that anyone who reads the topics
 * can tell that a model learned from exactly these, in this order.
 *
 * <p>{@code chain(0)} is 32 zero bytes; {@code chain(n + 1) = SHA-256(chain(n) | example n)}. An
 * example is, integers big endian and texts as length in bytes (4) and UTF-8: stream id; window
 * start (8), window end (8); for every modality in the order of the network its name and number of
 * offsets (4, 0 when missing), then, if there are any, topic, partition (4) and the offsets (8
 * each); topic of the label (length -1 when there is none), and then its partition (4) and offset
 * (8).
 */
public final class ExampleChain {

    /** Bytes of a value of the chain. */
    public static final int LENGTH = 32;

    private byte[] value;

    /** A chain before the first example. */
    public ExampleChain() {
        this(new byte[LENGTH]);
    }

    /** A chain that goes on from a value. */
    public ExampleChain(byte[] value) {
        if (value.length != LENGTH) {
            throw new IllegalArgumentException(
                    "a value of the chain has " + LENGTH + " bytes, not " + value.length);
        }
        this.value = value.clone();
    }

    /** The value after all examples so far; a copy. */
    public byte[] value() {
        return value.clone();
    }

    /** Takes in the next example. */
    public void add(Example example) {
        MessageDigest sha256 = ContentFiles.sha256();
        sha256.update(value);
        Clip clip = example.clip();
        text(sha256, clip.streamId());
        number(sha256, clip.window().startMillis());
        number(sha256, clip.window().endMillis());
        for (ModalityMedia media : clip.media()) {
            text(sha256, media.modality());
            positions(sha256, media.positions());
        }
        RecordPosition label = example.labelPosition();
        text(sha256, label == null ? null : label.topic());
        if (label != null) {
            size(sha256, label.partition());
            number(sha256, label.offset());
        }
        value = sha256.digest();
    }

    private static void positions(MessageDigest sha256, SourcePositions positions) {
        size(sha256, positions == null ? 0 : positions.offsets().length);
        if (positions != null && positions.offsets().length > 0) {
            text(sha256, positions.topic());
            size(sha256, positions.partition());
            for (long offset : positions.offsets()) {
                number(sha256, offset);
            }
        }
    }

    private static void text(MessageDigest sha256, String text) {
        if (text == null) {
            size(sha256, -1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        size(sha256, bytes.length);
        sha256.update(bytes);
    }

    private static void size(MessageDigest sha256, int value) {
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    private static void number(MessageDigest sha256, long value) {
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }
}
