/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.io.Serializable;
import java.time.Duration;

/**
 * A group of inputs of which the faster ones wait for the slowest. It holds back what is not yet
 * read and bounds nothing that is: before the first update a source reads freely. An input without
 * any record holds the others back for ever, unless its strategy says when it is idle.
 *
 * @param group name of the group
 * @param maxDrift how far an input may be ahead of the slowest, in event time
 * @param updateInterval how often they compare
 */
public record Alignment(String group, Duration maxDrift, Duration updateInterval)
        implements Serializable {
    public Alignment {
        if (maxDrift.isNegative() || maxDrift.isZero()) {
            throw new IllegalArgumentException("the drift must be positive, but is " + maxDrift);
        }
        if (updateInterval.isNegative() || updateInterval.isZero()) {
            throw new IllegalArgumentException(
                    "the update interval must be positive, but is " + updateInterval);
        }
    }

    /** The group of a job's inputs, compared every 200 ms. */
    public static Alignment ofInputs(Duration maxDrift) {
        return new Alignment("inputs", maxDrift, Duration.ofMillis(200));
    }
}
