/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Time of one step in a round.
 *
 * @param wallMillis elapsed
 * @param cpuMillis of the whole process
 */
record Measurement(double wallMillis, double cpuMillis) {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    static Measurement of(int steps, Runnable step) {
        long cpu = SYSTEM.getProcessCpuTime();
        long wall = System.nanoTime();
        for (int i = 0; i < steps; i++) {
            step.run();
        }
        return new Measurement(
                (System.nanoTime() - wall) / 1e6 / steps,
                (SYSTEM.getProcessCpuTime() - cpu) / 1e6 / steps);
    }

    static Measurement median(List<Measurement> rounds) {
        return new Measurement(
                median(rounds, Measurement::wallMillis), median(rounds, Measurement::cpuMillis));
    }

    private static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> value) {
        double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
