/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

/**
 * Random numbers that are functions of (seed, step, purpose, index): there is no generator state to
 * save, and what one method draws does not change what another draws. The mixing is SplitMix64's
 * (Steele, Lea and Flood, 2014).
 *
 * @param seed seed of the job
 * @param step number of the step
 */
public record StepRandom(long seed, long step) {

    /** A seed for the engine's own generators, 0 to 2^53. */
    public long seedFor(String purpose, long index) {
        return bits(purpose, index) >>> 11;
    }

    /** Uniform in [0, 1), with 53 random bits. */
    public double uniform(String purpose, long index) {
        return (bits(purpose, index) >>> 11) * 0x1.0p-53;
    }

    private long bits(String purpose, long index) {
        long mixed = mix(seed);
        mixed = mix(mixed ^ step);
        mixed = mix(mixed ^ purpose.hashCode());
        return mix(mixed ^ index);
    }

    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
