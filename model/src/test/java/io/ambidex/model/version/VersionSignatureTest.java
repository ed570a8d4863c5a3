/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.model.version.VersionSignature.Claim;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VersionSignatureTest {

    private static final ModelVersion VERSION = new ModelVersion(1, 23);
    private static final Claim CLAIM = new Claim("model", VERSION, "sha256:0123");
    private KeyPair keys;

    @BeforeEach
    void makeKeys() throws Exception {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    @Test
    void aSignedVersionIsAccepted() throws Exception {
        byte[] signature = VersionSignature.sign(CLAIM, keys.getPrivate());
        assertThat(signature).hasSize(64);
        VersionSignature.verify(CLAIM, signature, keys.getPublic());
    }

    @Test
    void anUnsignedVersionIsRefused() {
        assertRefused(CLAIM, null, "not signed");
    }

    @Test
    void aSignatureOfAnotherDigestNumberEpochOrModelIsRefused() {
        for (Claim other :
                List.of(
                        new Claim("model", VERSION, "sha256:4567"),
                        new Claim("model", new ModelVersion(1, 24), CLAIM.digest()),
                        new Claim("model", new ModelVersion(12, 3), CLAIM.digest()),
                        new Claim("other", VERSION, CLAIM.digest()))) {
            byte[] signature = VersionSignature.sign(other, keys.getPrivate());
            assertRefused(CLAIM, signature, "does not belong");
        }
    }

    @Test
    void aSignatureOfAnotherKeyIsRefused() throws Exception {
        KeyPair others = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        assertRefused(CLAIM, VersionSignature.sign(CLAIM, others.getPrivate()), "does not belong");
    }

    @Test
    void bytesThatAreNoSignatureAreRefused() {
        assertRefused(CLAIM, new byte[3], "");
    }

    @Test
    void keysAreReadFromPem() throws Exception {
        String priv = pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        String pub = pem("PUBLIC KEY", keys.getPublic().getEncoded());
        VersionSignature.verify(
                CLAIM,
                VersionSignature.sign(CLAIM, VersionSignature.privateKey(priv)),
                VersionSignature.publicKey(pub));
        assertThatThrownBy(() -> VersionSignature.publicKey(priv))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BEGIN PUBLIC KEY");
    }

    private void assertRefused(Claim claim, byte[] signature, String reason) {
        assertThatThrownBy(() -> VersionSignature.verify(claim, signature, keys.getPublic()))
                .isInstanceOf(BadModelVersionException.class)
                .hasMessageContaining(reason);
    }

    private static String pem(String label, byte[] key) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, Base64.getMimeEncoder().encodeToString(key), label);
    }
}
