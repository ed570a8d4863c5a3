/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring.drift;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * Watches a sequence of numbers for a change of its mean. What it answers is a function of the
 * numbers alone; its memory is bounded however many there are. Not thread-safe.
 */
public interface DriftDetector {

    /** Stable name of the kind of detector, for records and options. */
    String name();

    /**
     * Takes the next value.
     *
     * @param value in [0, 1]
     * @return the change, at the value at which it is found; then what was before it is forgotten
     * @throws IllegalArgumentException if the value is outside [0, 1] or not a number
     */
    Optional<MeanShift> add(double value);

    /** Writes everything that later answers depend on, apart from what the constructor is given. */
    void writeState(DataOutputStream out) throws IOException;

    /**
     * Takes over what {@link #writeState} of a detector made with the same settings wrote.
     *
     * @throws IOException if the bytes are no such state
     */
    void readState(DataInputStream in) throws IOException;

    /** Refuses what is no value of a detector. */
    static void requireInRange(double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("a detector takes values in [0, 1], was " + value);
        }
    }
}
