/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

/** Bytes that are not a record; the message says why, with limit and actual value. */
public final class MalformedRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason why, as one line
     */
    public MalformedRecordException(String reason) {
        super(reason);
    }
}
