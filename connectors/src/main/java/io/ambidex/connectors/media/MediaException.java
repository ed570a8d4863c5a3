/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media;

/**
 * Media that cannot be used; the message states what was expected, the limit and the actual value.
 */
public class MediaException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message the reason, fit for a dead letter
     */
    public MediaException(String message) {
        super(message);
    }

    /**
     * @param message the reason, fit for a dead letter
     * @param cause what the codec said
     */
    public MediaException(String message, Throwable cause) {
        super(message, cause);
    }
}
