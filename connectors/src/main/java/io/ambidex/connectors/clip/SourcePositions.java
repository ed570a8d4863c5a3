/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.clip;

/**
 * The records of one partition that a clip was made of.
 *
 * @param topic the topic
 * @param partition the partition
 * @param offsets their offsets in the order of event time, at least one
 */
public record SourcePositions(String topic, int partition, long[] offsets) {}
