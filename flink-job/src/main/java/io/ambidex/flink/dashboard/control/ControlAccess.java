/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.control;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Who may change method and options from the page: nobody, or whoever knows a token. */
public final class ControlAccess {
    /** Nobody. */
    public static final ControlAccess OFF = new ControlAccess(null);

    private static final int MIN_CHARACTERS = 16;
    private static final int RANDOM_BYTES = 16;

    private final byte[] token;

    private ControlAccess(byte[] token) {
        this.token = token;
    }

    /**
     * Whoever knows this token.
     *
     * @throws IllegalArgumentException if it has less than 16 characters; the message does not show
     *     it
     */
    public static ControlAccess token(String token) {
        if (token.length() < MIN_CHARACTERS) {
            throw new IllegalArgumentException(
                    "the control token must have "
                            + MIN_CHARACTERS
                            + " characters or more, but has "
                            + token.length());
        }
        return new ControlAccess(token.getBytes(StandardCharsets.UTF_8));
    }

    /** A new token: 32 hexadecimal digits of a secure generator. */
    public static String newToken() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Whether anybody may. */
    public boolean isEnabled() {
        return token != null;
    }

    /** Whether this is the token; takes the same time whatever part of it is right. */
    public boolean allows(String given) {
        return token != null
                && given != null
                && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return isEnabled() ? "ControlAccess[token]" : "ControlAccess[off]";
    }
}
