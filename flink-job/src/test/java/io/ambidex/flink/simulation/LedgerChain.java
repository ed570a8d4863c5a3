/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.ModalityMedia;
import io.ambidex.flink.labeling.Example;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The ledger's chain as a reader works it out from the description of its format in {@link
 * io.ambidex.flink.training.ledger.ExampleChain}, with none of the writer's code.
 */
final class LedgerChain {

    /** The values of the chain before the first example and after each. */
    static List<byte[]> over(List<Example> examples) {
        List<byte[]> values = new ArrayList<>();
        byte[] value = new byte[32];
        values.add(value);
        try {
            for (Example example : examples) {
                MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
                sha256.update(value);
                value = sha256.digest(bytes(example));
                values.add(value);
            }
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new IllegalStateException(e);
        }
        return values;
    }

    private static byte[] bytes(Example example) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        Clip clip = example.clip();
        writeText(out, clip.streamId());
        out.writeLong(clip.window().startMillis());
        out.writeLong(clip.window().endMillis());
        for (ModalityMedia media : clip.media()) {
            writeText(out, media.modality());
            if (!media.present()) {
                out.writeInt(0);
                continue;
            }
            out.writeInt(media.positions().offsets().length);
            writeText(out, media.positions().topic());
            out.writeInt(media.positions().partition());
            for (long offset : media.positions().offsets()) {
                out.writeLong(offset);
            }
        }
        writeText(out, example.labelPosition().topic());
        out.writeInt(example.labelPosition().partition());
        out.writeLong(example.labelPosition().offset());
        return bytes.toByteArray();
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private LedgerChain() {}
}
