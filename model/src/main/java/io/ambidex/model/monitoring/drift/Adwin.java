/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring.drift;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * ADWIN: a window over the last values that shrinks whenever its older and its newer part differ by
 * more than chance allows. Bifet and Gavaldà, Learning from Time-Changing Data with Adaptive
 * Windowing, SIAM International Conference on Data Mining 2007, in the form ADWIN2 with the normal
 * approximation of section 3.1.
 *
 * <p>For every split of the window W of n values into an older part of n0 and a newer one of n1:
 *
 * <pre>{@code
 * m       = 1 / (1/n0 + 1/n1)
 * delta'  = delta / ln n
 * epsilon = sqrt(2/m * variance(W) * ln(2/delta')) + 2/(3 m) * ln(2/delta')
 * }</pre>
 *
 * <p>As long as some split has {@code |mean0 - mean1| > epsilon}, the older part of the split that
 * exceeds its epsilon by the largest factor is forgotten. (The paper drops the oldest bucket alone
 * and looks again, which finds one large change many times over; the bound on false cuts is the
 * same.) A change is reported once per value, and only in the direction that is asked for. With no
 * change the window is shrunk at any one value with probability at most about delta.
 *
 * <p>The window is an {@link ExponentialHistogram}: splits are looked at between its buckets, so
 * that a value costs O(buckets log n) time, and memory is logarithmic in n.
 */
public final class Adwin implements DriftDetector {
    /** Name of this detector. */
    public static final String NAME = "adwin";

    /** Buckets of a size in the paper's experiments. */
    public static final int DEFAULT_BUCKETS = 5;

    private static final int LEAST_PART = 5;

    private final double delta;
    private final Direction direction;
    private final ExponentialHistogram window;

    /** With the usual number of buckets. */
    public Adwin(double delta, Direction direction) {
        this(delta, direction, DEFAULT_BUCKETS);
    }

    /**
     * @param delta confidence, above 0 and below 1: smaller means fewer false alarms, later ones
     * @param direction which changes are reported
     * @param bucketsOfASize M, at least 2: more means finer splits and more memory
     */
    public Adwin(double delta, Direction direction, int bucketsOfASize) {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("delta must be above 0 and below 1, was " + delta);
        }
        this.delta = delta;
        this.direction = direction;
        this.window = new ExponentialHistogram(bucketsOfASize);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<MeanShift> add(double value) {
        DriftDetector.requireInRange(value);
        window.add(value);
        MeanShift largest = null;
        for (MeanShift cut = cut(); cut != null; cut = cut()) {
            largest = largest == null ? cut : largest;
            while (window.all().count() > cut.newCount()) {
                window.dropOldest();
            }
        }
        return Optional.ofNullable(largest).filter(shift -> shift.isReported(direction));
    }

    /** The most significant split; null when no split is significant. */
    private MeanShift cut() {
        Moments all = window.all();
        if (all.count() < 2 * LEAST_PART) {
            return null;
        }
        double confidence = StrictMath.log(2 * StrictMath.log(all.count()) / delta);
        double variance = all.variance();
        MeanShift found = null;
        double foundFactor = 1;
        Moments older = Moments.NONE;
        for (Moments bucket : window.oldestFirst()) {
            older = older.plus(bucket);
            long newer = all.count() - older.count();
            if (newer < LEAST_PART) {
                break;
            }
            if (older.count() >= LEAST_PART) {
                double newMean = (all.sum() - older.sum()) / newer;
                double inverse = 1.0 / older.count() + 1.0 / newer;
                double epsilon =
                        Math.sqrt(2 * inverse * variance * confidence)
                                + 2.0 / 3 * inverse * confidence;
                double factor = Math.abs(older.mean() - newMean) / epsilon;
                if (factor > foundFactor) {
                    foundFactor = factor;
                    found = new MeanShift(older.mean(), newMean, newer);
                }
            }
        }
        return found;
    }

    /** Values in the window. */
    public long windowLength() {
        return window.all().count();
    }

    /** Mean of the values in the window; NaN before the first. */
    public double mean() {
        return window.all().mean();
    }

    /** Variance of the values in the window, divided by n; NaN before the first. */
    public double variance() {
        return window.all().variance();
    }

    @Override
    public void writeState(DataOutputStream out) throws IOException {
        window.write(out);
    }

    @Override
    public void readState(DataInputStream in) throws IOException {
        window.read(in);
    }
}
