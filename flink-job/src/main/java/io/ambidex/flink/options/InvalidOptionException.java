/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

/**
 * An option is unknown, unreadable or in conflict with another; the message is one line for a
 * person.
 */
public final class InvalidOptionException extends IllegalArgumentException {

    public InvalidOptionException(String message) {
        super(message);
    }

    public InvalidOptionException(String message, Throwable cause) {
        super(message, cause);
    }
}
