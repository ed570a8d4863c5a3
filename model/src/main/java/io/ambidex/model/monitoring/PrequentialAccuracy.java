/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.BitSet;

/**
 * Test-then-train accuracy: every example is scored before it is trained on. Kept over the last W
 * examples, with a fading factor, and since the start. Memory is W bits.
 *
 * <p>The fading accuracy is {@code sum of a^(n-i) c_i / sum of a^(n-i)} with c 1 for a correct
 * example and 0 otherwise (Gama et al., On evaluating stream learning algorithms, 2013). Not
 * thread-safe.
 */
public final class PrequentialAccuracy {
    /** Default number of examples in the window. */
    public static final int DEFAULT_WINDOW = 1_000;

    /** Default fading factor per example. */
    public static final double DEFAULT_FADING = 0.999;

    private final int window;
    private final double fading;
    private final BitSet recent;
    private long seen;
    private long correct;
    private int recentCorrect;
    private double fadedCorrect;
    private double fadedSeen;

    /** With the default window and fading factor. */
    public PrequentialAccuracy() {
        this(DEFAULT_WINDOW, DEFAULT_FADING);
    }

    /**
     * @param window examples in the sliding window, at least 1
     * @param fading factor per example, in (0, 1]
     */
    public PrequentialAccuracy(int window, double fading) {
        if (window < 1) {
            throw new IllegalArgumentException("window must be at least 1, was " + window);
        }
        if (!(fading > 0 && fading <= 1)) {
            throw new IllegalArgumentException("fading must be in (0, 1], was " + fading);
        }
        this.window = window;
        this.fading = fading;
        this.recent = new BitSet(window);
    }

    /** Scores one example. */
    public void add(boolean isCorrect) {
        int slot = (int) (seen % window);
        if (recent.get(slot)) {
            recentCorrect--;
        }
        recent.set(slot, isCorrect);
        seen++;
        fadedSeen = fadedSeen * fading + 1;
        fadedCorrect = fadedCorrect * fading;
        if (isCorrect) {
            recentCorrect++;
            correct++;
            fadedCorrect++;
        }
    }

    /** Scores examples; those with a negative label or prediction are left out. */
    public void add(int[] labels, int[] predicted) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= 0 && predicted[i] >= 0) {
                add(labels[i] == predicted[i]);
            }
        }
    }

    /** Number of examples scored. */
    public long count() {
        return seen;
    }

    /** Accuracy over the last W examples; NaN before the first. */
    public double windowed() {
        return recentCorrect / (double) Math.min(seen, window);
    }

    /** Accuracy with fading memory; NaN before the first example. */
    public double faded() {
        return fadedCorrect / fadedSeen;
    }

    /** Accuracy over everything since the start; NaN before the first example. */
    public double overall() {
        return correct / (double) seen;
    }

    /** Writes window, factor and all counts; {@link #read} gives the same object bit for bit. */
    public void write(DataOutputStream out) throws IOException {
        out.writeInt(window);
        out.writeDouble(fading);
        out.writeLong(seen);
        out.writeLong(correct);
        out.writeDouble(fadedCorrect);
        out.writeDouble(fadedSeen);
        byte[] bits = recent.toByteArray();
        out.writeInt(bits.length);
        out.write(bits);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the bytes are not such a state
     */
    public static PrequentialAccuracy read(DataInputStream in) throws IOException {
        int window = in.readInt();
        double fading = in.readDouble();
        PrequentialAccuracy accuracy;
        try {
            accuracy = new PrequentialAccuracy(window, fading);
        } catch (IllegalArgumentException e) {
            throw new IOException("not a prequential accuracy: " + e.getMessage(), e);
        }
        accuracy.seen = in.readLong();
        accuracy.correct = in.readLong();
        accuracy.fadedCorrect = in.readDouble();
        accuracy.fadedSeen = in.readDouble();
        int length = in.readInt();
        if (length < 0 || length > (window + 7L) / 8) {
            throw new IOException(
                    "a window of %d examples has at most %d bytes, was %d"
                            .formatted(window, (window + 7L) / 8, length));
        }
        accuracy.recent.or(BitSet.valueOf(in.readNBytes(length)));
        accuracy.recentCorrect = accuracy.recent.cardinality();
        return accuracy;
    }
}
