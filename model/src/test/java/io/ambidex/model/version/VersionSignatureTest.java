/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VersionSignatureTest {

    private static final String DIGEST = "sha256:0123";
    private KeyPair keys;

    @BeforeEach
    void makeKeys() throws Exception {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    @Test
    void aSignedDigestIsAccepted() throws Exception {
        byte[] signature = VersionSignature.sign(DIGEST, keys.getPrivate());
        assertThat(signature).hasSize(64);
        VersionSignature.verify(DIGEST, signature, keys.getPublic());
    }

    @Test
    void anUnsignedVersionIsRefused() {
        assertRefused(DIGEST, null, "not signed");
    }

    @Test
    void aSignatureOfAnotherDigestIsRefused() {
        byte[] signature = VersionSignature.sign("sha256:4567", keys.getPrivate());
        assertRefused(DIGEST, signature, "does not belong");
    }

    @Test
    void aSignatureOfAnotherKeyIsRefused() throws Exception {
        KeyPair others = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        assertRefused(
                DIGEST, VersionSignature.sign(DIGEST, others.getPrivate()), "does not belong");
    }

    @Test
    void bytesThatAreNoSignatureAreRefused() {
        assertRefused(DIGEST, new byte[3], "");
    }

    @Test
    void keysAreReadFromPem() throws Exception {
        String priv = pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        String pub = pem("PUBLIC KEY", keys.getPublic().getEncoded());
        VersionSignature.verify(
                DIGEST,
                VersionSignature.sign(DIGEST, VersionSignature.privateKey(priv)),
                VersionSignature.publicKey(pub));
        assertThatThrownBy(() -> VersionSignature.publicKey(priv))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BEGIN PUBLIC KEY");
    }

    private void assertRefused(String digest, byte[] signature, String reason) {
        assertThatThrownBy(() -> VersionSignature.verify(digest, signature, keys.getPublic()))
                .isInstanceOf(BadModelVersionException.class)
                .hasMessageContaining(reason);
    }

    private static String pem(String label, byte[] key) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, Base64.getMimeEncoder().encodeToString(key), label);
    }
}
