/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.connectors.schema.MonitorRecord;
import java.util.Map;

/**
 * How far training has come: immutable, so that the threads of the metric reporters may read it.
 *
 * @param frozen whether the next step will change nothing
 * @param drifts drifts found so far
 * @param contribution of every modality when it was last measured; empty before
 * @param lastRecord the newest record of a step; null before the first
 */
record Progress(
        long steps,
        long skippedSteps,
        long examples,
        long pending,
        long nonRepeatable,
        long epoch,
        long number,
        boolean frozen,
        long drifts,
        Map<String, Double> contribution,
        MonitorRecord lastRecord) {

    /** Before the first step. */
    static final Progress NONE = new Progress(0, 0, 0, 0, 0, 0, 0, false, 0, Map.of(), null);
}
