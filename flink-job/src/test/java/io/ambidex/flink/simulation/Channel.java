/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import java.util.ArrayDeque;

/** A connection of two tasks: first in, first out. */
final class Channel {

    /** Input of the receiving operator, 1 or 2. */
    final int input;

    private final ArrayDeque<Event> events = new ArrayDeque<>();

    /** The highest watermark that has come out. */
    long mark = Long.MIN_VALUE;

    /** Whether a barrier has come out and those of other channels are still awaited. */
    boolean blocked;

    Channel(int input) {
        this.input = input;
    }

    void put(Event event) {
        events.add(event);
    }

    Event take() {
        return events.remove();
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    boolean isReady() {
        return !blocked && !events.isEmpty();
    }

    /** What is on its way, the oldest first. */
    Iterable<Event> underway() {
        return events;
    }
}
