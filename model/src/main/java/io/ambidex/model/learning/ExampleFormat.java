/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An example as bytes: label (4), number (8), replayed (1), then per modality the length of its
 * media (4, 0 where it is missing) and the media. Big endian.
 */
final class ExampleFormat {
    private static final int MOST_BYTES = 1 << 30;

    private ExampleFormat() {}

    static void write(DataOutputStream out, MiniBatch.Example example) throws IOException {
        out.writeInt(example.label());
        out.writeLong(example.number());
        out.writeBoolean(example.replayed());
        for (byte[] media : example.media()) {
            out.writeInt(media == null ? 0 : media.length);
            if (media != null) {
                out.write(media);
            }
        }
    }

    static MiniBatch.Example read(DataInputStream in, int modalities) throws IOException {
        int label = in.readInt();
        long number = in.readLong();
        boolean replayed = in.readBoolean();
        List<byte[]> media = new ArrayList<>(modalities);
        for (int m = 0; m < modalities; m++) {
            int length = in.readInt();
            if (length < 0 || length > MOST_BYTES) {
                throw new IOException(
                        "media has at most %d bytes, not %d".formatted(MOST_BYTES, length));
            }
            // Grows as bytes come, so that a damaged length does not allocate.
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("the state ends inside an example");
            }
            media.add(bytes);
        }
        try {
            return new MiniBatch.Example(media, label, number, replayed);
        } catch (IllegalArgumentException e) {
            throw new IOException("the state holds no example: " + e.getMessage(), e);
        }
    }
}
