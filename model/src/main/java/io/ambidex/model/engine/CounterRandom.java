/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.engine;

import java.nio.charset.StandardCharsets;

/**
 * Random numbers as a function of (seed, step, purpose): nothing to save, nothing shared, and the
 * same bits on every machine. For sequences that a restored job must draw again, and for weights.
 *
 * <p>{@link Philox}: the key is made of seed and purpose, the counter of the step and the position
 * in the sequence. Normal values by Box and Muller's transform, with {@link StrictMath}.
 */
public final class CounterRandom {

    private static final long LOW = 0xFFFFFFFFL;
    private static final double TWO_POW_MINUS_53 = 0x1p-53;

    private final long key;
    private final long step;
    private final int[] block = new int[4];
    private long position;
    private int used = block.length;
    private double spareNormal = Double.NaN;

    /**
     * Begins a sequence.
     *
     * @param seed seed of the job
     * @param step step of the learner, or 0
     * @param purpose what the numbers are for; other purposes give independent sequences
     */
    public CounterRandom(long seed, long step, String purpose) {
        this.key = mix(seed ^ mix(hash(purpose)));
        this.step = step;
    }

    /** Uniform on all longs. */
    public long nextLong() {
        return (long) nextInt() << 32 | nextInt() & LOW;
    }

    /** Uniform on [0, 1), a multiple of 2^-53. */
    public double nextDouble() {
        return (nextLong() >>> 11) * TWO_POW_MINUS_53;
    }

    /**
     * Uniform on 0 … bound - 1, without bias.
     *
     * @param bound at least 1
     */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be at least 1, not " + bound);
        }
        long product = (nextInt() & LOW) * bound;
        if ((product & LOW) < bound) {
            // Lemire's rejection: drop the few values that would make some results likelier.
            long threshold = (1L << 32) % bound;
            while ((product & LOW) < threshold) {
                product = (nextInt() & LOW) * bound;
            }
        }
        return (int) (product >>> 32);
    }

    /** True with this probability. */
    public boolean nextBernoulli(double probability) {
        return nextDouble() < probability;
    }

    /** Normal, mean 0 and standard deviation 1. */
    public double nextNormal() {
        if (!Double.isNaN(spareNormal)) {
            double spare = spareNormal;
            spareNormal = Double.NaN;
            return spare;
        }
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        double angle = 2 * Math.PI * nextDouble();
        spareNormal = radius * StrictMath.sin(angle);
        return radius * StrictMath.cos(angle);
    }

    /** The numbers 0 … size - 1 in random order. */
    public int[] permutation(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private int nextInt() {
        if (used == block.length) {
            Philox.block(position++, step, key, block);
            used = 0;
        }
        return block[used++];
    }

    /** FNV-1a, 64 bit. */
    private static long hash(String text) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
        }
        return hash;
    }

    /** Finalizer of SplitMix64: every bit of the result depends on every bit of the value. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
