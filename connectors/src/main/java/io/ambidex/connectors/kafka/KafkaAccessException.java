/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

/** Kafka could not be reached or refused; the message is one line and holds no secret. */
public final class KafkaAccessException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what was tried, where, and what came of it. There is no cause: its messages
     *     may hold secrets
     */
    KafkaAccessException(String message) {
        super(message);
    }
}
