/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

/**
 * One header of a Kafka record.
 *
 * @param name the header's name
 * @param value its bytes; may be null
 */
public record RawHeader(String name, byte[] value) {}
