/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

/** A model version is refused; the message tells the reason with the limit and the actual value. */
public final class BadModelVersionException extends Exception {

    private static final long serialVersionUID = 1L;

    public BadModelVersionException(String reason) {
        super(reason);
    }

    public BadModelVersionException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
