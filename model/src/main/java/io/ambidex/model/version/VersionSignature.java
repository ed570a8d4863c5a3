/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * Ed25519 signatures (RFC 8032) of model versions, with the JDK's own provider.
 *
 * <p>What is signed is a {@link Claim}: not the content alone, so that nobody without the key can
 * announce an old signed file again under a newer number, or under another model's name.
 */
public final class VersionSignature {

    private static final String ALGORITHM = "Ed25519";

    private VersionSignature() {}

    /**
     * What a signature vouches for: that a model has this content under this number.
     *
     * @param modelName name of the model
     * @param version epoch and number
     * @param digest as {@link VersionFile#digest()} gives it
     */
    public record Claim(String modelName, ModelVersion version, String digest) {

        /** The signed bytes, in UTF-8; the name, which may hold anything, stands last. */
        private byte[] toBytes() {
            return "ambidex model version\n%d\n%d\n%s\n%s"
                    .formatted(version.epoch(), version.number(), digest, modelName)
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * Signs a claim.
     *
     * @return 64 bytes
     */
    public static byte[] sign(Claim claim, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(claim.toBytes());
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 key: " + e.getMessage(), e);
        }
    }

    /**
     * Checks a signature.
     *
     * @param signature null when the version is not signed
     * @throws BadModelVersionException if there is none, or it is not of this key and claim
     */
    public static void verify(Claim claim, byte[] signature, PublicKey key)
            throws BadModelVersionException {
        if (signature == null) {
            throw new BadModelVersionException("the version is not signed, and a key is set");
        }
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(claim.toBytes());
            if (verifier.verify(signature)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new BadModelVersionException(
                    "the signature cannot be read: " + e.getMessage(), e);
        }
        throw new BadModelVersionException(
                "the signature does not belong to the key and to version %s of '%s' with the digest %s"
                        .formatted(claim.version(), claim.modelName(), claim.digest()));
    }

    /**
     * Reads a private key.
     *
     * @param pem PKCS 8, as {@code openssl genpkey -algorithm ed25519} writes it
     */
    public static PrivateKey privateKey(String pem) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(decode(pem, "PRIVATE KEY")));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 private key: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a public key.
     *
     * @param pem X.509, as {@code openssl pkey -pubout} writes it
     */
    public static PublicKey publicKey(String pem) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(decode(pem, "PUBLIC KEY")));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 public key: " + e.getMessage(), e);
        }
    }

    private static byte[] decode(String pem, String label) {
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("there is no '" + begin + "'");
        }
        return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    }
}
