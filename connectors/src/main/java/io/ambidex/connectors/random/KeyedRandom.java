/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.random;

/**
 * Random numbers that are a function of a key and a counter: the SplitMix64 generator of G. Steele,
 * D. Lea and C. Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).
 *
 * <p>Whatever is drawn apart has a key of its own, so one more number drawn for the one does not
 * change the other.
 */
public class KeyedRandom {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final long key;
    private long counter;

    /**
     * @param seed the first part of the key
     * @param parts the others
     */
    public KeyedRandom(long seed, long... parts) {
        long mixed = mix(seed);
        for (long part : parts) {
            mixed = mix(mixed + part);
        }
        this.key = mixed;
    }

    private static long mix(long value) {
        long z = value + GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** The next 64 random bits. */
    public long nextLong() {
        return mix(key + GOLDEN_GAMMA * counter++);
    }

    /** Uniform in [0, 1). */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [low, high). */
    public double between(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /** Uniform in [0, bound). */
    public int nextInt(int bound) {
        return (int) (nextDouble() * bound);
    }

    /** True with the given probability. */
    public boolean chance(double probability) {
        return nextDouble() < probability;
    }

    /**
     * Nearly normal, mean 0 and variance 1: the sum of four uniform 16-bit numbers (Irwin-Hall).
     * Plain arithmetic, so that it has the same bits everywhere.
     */
    public double nextGaussian() {
        long bits = nextLong();
        long sum =
                (bits & 0xffff)
                        + (bits >>> 16 & 0xffff)
                        + (bits >>> 32 & 0xffff)
                        + (bits >>> 48 & 0xffff);
        return (sum / 65535.0 - 2) * 1.7320508075688772;
    }
}
