/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import io.ambidex.model.engine.CounterRandom;

/**
 * Random numbers that are functions of (seed, step, purpose, index): there is no generator state to
 * save, and what one method draws does not change what another draws. Binds seed and step, so that
 * a method names only the purpose; the numbers are those of {@link CounterRandom}.
 *
 * @param seed seed of the job
 * @param step number of the step
 */
public record StepRandom(long seed, long step) {

    /** A sequence of numbers for one purpose. */
    public CounterRandom sequence(String purpose) {
        return new CounterRandom(seed, step, purpose);
    }

    /** A seed for the engine's own generators, 0 to 2^53 - 1. */
    public long seedFor(String purpose, long index) {
        return sequence(purpose + "/" + index).nextLong() >>> 11;
    }

    /** Uniform in [0, 1), with 53 random bits. */
    public double uniform(String purpose, long index) {
        return sequence(purpose + "/" + index).nextDouble();
    }
}
