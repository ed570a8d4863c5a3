/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring.drift;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * The Page-Hinkley test: adds up by how much values exceed their mean so far. Page, Continuous
 * Inspection Schemes, Biometrika 41, 1954; with a fading mean as in Gama, Sebastião and Rodrigues,
 * On Evaluating Stream Learning Algorithms, Machine Learning 90, 2013.
 *
 * <pre>{@code
 * mean_t = S_t / N_t,  S_t = x_t + a S_{t-1},  N_t = 1 + a N_{t-1}
 * m_t    = m_{t-1} + x_t - mean_t - tolerance
 * alarm when m_t - min of m_s over s <= t exceeds the threshold
 * }</pre>
 *
 * <p>The difference is kept as {@code g_t = max(0, g_{t-1} + x_t - mean_t - tolerance)}, which is
 * the same number and does not grow without bound. For {@link Direction#BOTH} a second sum watches
 * for decreases. After an alarm everything begins anew. Memory is constant.
 */
public final class PageHinkley implements DriftDetector {
    /** Name of this detector. */
    public static final String NAME = "page-hinkley";

    private final double tolerance;
    private final double threshold;
    private final double fading;
    private final int leastCount;
    private final Direction direction;

    private long count;
    private double fadedSum;
    private double fadedCount;
    private final Excess above = new Excess();
    private final Excess below = new Excess();

    /** How far values have gone beyond the mean, in one direction, since they began to. */
    private static final class Excess {
        private double sum;
        private double values;
        private long length;
        private double meanBefore;

        void add(double beyond, double value, double mean) {
            if (sum == 0) {
                values = 0;
                length = 0;
                meanBefore = mean;
            }
            sum = Math.max(0, sum + beyond);
            values += value;
            length++;
        }

        void clear() {
            sum = 0;
            values = 0;
            length = 0;
            meanBefore = 0;
        }

        MeanShift shift() {
            return new MeanShift(meanBefore, values / length, length);
        }

        void write(DataOutputStream out) throws IOException {
            out.writeDouble(sum);
            out.writeDouble(values);
            out.writeLong(length);
            out.writeDouble(meanBefore);
        }

        void read(DataInputStream in) throws IOException {
            sum = in.readDouble();
            values = in.readDouble();
            length = in.readLong();
            meanBefore = in.readDouble();
        }
    }

    /**
     * @param tolerance by how much every value may exceed the mean, 0 or more and below 1
     * @param threshold of the sum of what exceeds it, above 0
     * @param fading weight that a value keeps in the mean with every further one, above 0 and at
     *     most 1; 1 is the classical test
     * @param leastCount values before the first alarm, at least 1
     * @param direction which changes are reported
     */
    public PageHinkley(
            double tolerance,
            double threshold,
            double fading,
            int leastCount,
            Direction direction) {
        require(tolerance >= 0 && tolerance < 1, "tolerance must be in [0, 1)", tolerance);
        require(threshold > 0, "threshold must be above 0", threshold);
        require(fading > 0 && fading <= 1, "fading must be in (0, 1]", fading);
        require(leastCount >= 1, "leastCount must be at least 1", leastCount);
        this.tolerance = tolerance;
        this.threshold = threshold;
        this.fading = fading;
        this.leastCount = leastCount;
        this.direction = direction;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<MeanShift> add(double value) {
        DriftDetector.requireInRange(value);
        double before = count == 0 ? value : fadedSum / fadedCount;
        count++;
        fadedSum = value + fading * fadedSum;
        fadedCount = 1 + fading * fadedCount;
        double deviation = value - fadedSum / fadedCount;
        above.add(deviation - tolerance, value, before);
        below.add(-deviation - tolerance, value, before);
        Excess largest = above.sum > threshold || direction == Direction.UP ? above : below;
        if (count < leastCount || largest.sum <= threshold) {
            return Optional.empty();
        }
        MeanShift shift = largest.shift();
        clear();
        return Optional.of(shift);
    }

    private void clear() {
        count = 0;
        fadedSum = 0;
        fadedCount = 0;
        above.clear();
        below.clear();
    }

    @Override
    public void writeState(DataOutputStream out) throws IOException {
        out.writeLong(count);
        out.writeDouble(fadedSum);
        out.writeDouble(fadedCount);
        above.write(out);
        below.write(out);
    }

    @Override
    public void readState(DataInputStream in) throws IOException {
        count = in.readLong();
        fadedSum = in.readDouble();
        fadedCount = in.readDouble();
        above.read(in);
        below.read(in);
    }

    private static void require(boolean holds, String limit, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(limit + ", was " + value);
        }
    }
}
