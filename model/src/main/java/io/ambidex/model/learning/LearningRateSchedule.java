/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

/** The learning rate of every step. A stream does not end, so no schedule falls to zero. */
@FunctionalInterface
public interface LearningRateSchedule {

    /**
     * Learning rate of a step.
     *
     * @param step number of the step, from 0
     */
    double rate(long step);
}
