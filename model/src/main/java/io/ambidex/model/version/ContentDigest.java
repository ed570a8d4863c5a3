/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import io.ambidex.model.network.NetworkSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * SHA-256 of what a model is: of the architecture with its class list as canonical JSON and a zero
 * byte, for adapters the digest of their base and a zero byte, then for every tensor, sorted by
 * name, of {@code NAME TYPE [SHAPE]} in UTF-8, a zero byte, and the values as they lie in the file.
 */
final class ContentDigest {

    private ContentDigest() {}

    /**
     * @param base digest of what adapters are put on; null for a complete model
     */
    static String of(NetworkSpec spec, String base, Map<String, HostTensor> tensors) {
        MessageDigest sha256 = sha256();
        update(sha256, spec.toJson());
        if (base != null) {
            update(sha256, base);
        }
        for (Map.Entry<String, HostTensor> entry : new TreeMap<>(tensors).entrySet()) {
            HostTensor tensor = entry.getValue();
            String shape = Arrays.toString(tensor.shape());
            update(sha256, entry.getKey() + " " + tensor.type() + " " + shape);
            sha256.update(tensor.data().duplicate());
        }
        return "sha256:" + HexFormat.of().formatHex(sha256.digest());
    }

    private static void update(MessageDigest sha256, String text) {
        sha256.update(text.getBytes(StandardCharsets.UTF_8));
        sha256.update(ByteBuffer.allocate(1));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
