/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring.drift;

/**
 * A change of the mean that a detector has found.
 *
 * @param oldMean mean of the values before the change
 * @param newMean mean of the values since
 * @param newCount how many values there are since the change, by the detector's estimate; 1 or more
 */
public record MeanShift(double oldMean, double newMean, long newCount) {
    boolean isReported(Direction direction) {
        return direction == Direction.BOTH || newMean > oldMean;
    }
}
