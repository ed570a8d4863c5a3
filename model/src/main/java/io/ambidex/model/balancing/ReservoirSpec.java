/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import io.ambidex.model.learning.ExampleKey;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.NetworkSpec;

/**
 * The samples of the stream that a method wants to have at hand: examples that were trained on
 * (replay) and examples that never are (held out). The learner keeps them, bounded in number and in
 * bytes, as part of its state.
 *
 * @param heldOutShare share of the examples that are kept away from training, 0 to {@value
 *     #MOST_HELD_OUT}
 * @param heldOutCapacity most held-out examples, 0 for none
 * @param replayCapacity most replay examples, 0 for none
 * @param recency after how many examples of the stream a sample is forgotten (to 1/e); 0 for a
 *     uniform sample of everything so far
 * @param maxBytes most bytes of media in each of the two, which must have room for one example
 */
public record ReservoirSpec(
        double heldOutShare, int heldOutCapacity, int replayCapacity, long recency, long maxBytes) {

    /** Upper limit of {@link #heldOutShare}. */
    public static final double MOST_HELD_OUT = 0.5;

    /** Most bytes unless something else is asked for. */
    public static final long DEFAULT_MAX_BYTES = 64L << 20;

    /** Nothing is held out and nothing is kept. */
    public static final ReservoirSpec NONE = new ReservoirSpec(0, 0, 0, 0, DEFAULT_MAX_BYTES);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException naming the limit and the value
     */
    public ReservoirSpec {
        require(
                heldOutShare >= 0 && heldOutShare <= MOST_HELD_OUT,
                "heldOutShare must be 0 to " + MOST_HELD_OUT + ", was " + heldOutShare);
        require(heldOutCapacity >= 0, "heldOutCapacity must be 0 or more, was " + heldOutCapacity);
        require(replayCapacity >= 0, "replayCapacity must be 0 or more, was " + replayCapacity);
        require(recency >= 0, "recency must be 0 or more, was " + recency);
        require(maxBytes >= 1, "maxBytes must be 1 or more, was " + maxBytes);
        require(
                heldOutShare == 0 || heldOutCapacity > 0,
                "examples are held out (share " + heldOutShare + ") but none is kept");
    }

    /**
     * Whether an example is held out: a function of its key alone, so that anyone can tell.
     *
     * @param keyHash see {@link io.ambidex.model.learning.ExampleKey#hash}
     */
    public boolean holdsOut(long keyHash) {
        return ExampleKey.share(keyHash) < heldOutShare;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Bytes of media of an example that has every modality. */
    public static long exampleBytes(NetworkSpec network) {
        long bytes = 0;
        for (ModalitySpec modality : network.modalities()) {
            bytes += modality.input().rawBytes();
        }
        return bytes;
    }

    /**
     * Checks that at least one example of a network fits, where any is to be kept.
     *
     * @throws IllegalArgumentException naming the limit and the size
     */
    public void requireRoomFor(NetworkSpec network) {
        long exampleBytes = exampleBytes(network);
        require(
                exampleBytes <= maxBytes || heldOutCapacity + replayCapacity == 0,
                "a reservoir of %d bytes has no room for one example of %d bytes"
                        .formatted(maxBytes, exampleBytes));
    }

    /**
     * What serves two methods at once: the larger of every limit, and of the two recencies the
     * longer, where one is set.
     */
    public ReservoirSpec and(ReservoirSpec other) {
        if (other.equals(NONE)) {
            return this;
        }
        if (equals(NONE)) {
            return other;
        }
        return new ReservoirSpec(
                Math.max(heldOutShare, other.heldOutShare),
                Math.max(heldOutCapacity, other.heldOutCapacity),
                Math.max(replayCapacity, other.replayCapacity),
                recency == 0 || other.recency == 0 ? 0 : Math.max(recency, other.recency),
                Math.max(maxBytes, other.maxBytes));
    }
}
