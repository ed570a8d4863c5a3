/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

/** What flows from one task to another. */
sealed interface Event {

    /** A record. */
    record Data(Object value) implements Event {}

    /** A watermark. */
    record Mark(long millis) implements Event {}

    /** What stands before it belongs to the checkpoint, what stands behind does not. */
    record Barrier(long checkpoint) implements Event {}
}
