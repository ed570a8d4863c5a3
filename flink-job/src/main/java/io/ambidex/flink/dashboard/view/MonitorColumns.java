/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import io.ambidex.connectors.schema.ModalityMonitor;
import io.ambidex.connectors.schema.MonitorRecord;

/**
 * Columns of a learner's table: {@code figure} of the whole, {@code figure/modality} of one
 * modality, {@code own/name} of the method's own monitors.
 */
final class MonitorColumns {
    private MonitorColumns() {}

    static void fill(TimeTable.Entry row, MonitorRecord monitor) {
        row.mean("accuracy", monitor.getPrequentialAccuracyWindowed())
                .mean("serving", monitor.getServingAccuracyWindowed())
                .mean("loss", monitor.getLoss())
                .mean("learningRate", monitor.getLearningRate())
                .mean("skew", monitor.getMeanSkewMillis())
                .total("examples", monitor.getExamples())
                .total("skipped", monitor.getSkipped() ? 1 : 0);
        if (monitor.getServedModelAgeSteps() != null) {
            row.mean("age", monitor.getServedModelAgeSteps().doubleValue());
        }
        monitor.getModalities().forEach((name, m) -> fill(row, "/" + name, m));
        monitor.getContribution().forEach((name, value) -> row.mean("contribution/" + name, value));
        monitor.getMethodMonitors().forEach((name, value) -> row.mean("own/" + name, value));
    }

    private static void fill(TimeTable.Entry row, String suffix, ModalityMonitor m) {
        Boolean window = m.getPrimeLearningWindow();
        row.mean("accuracy" + suffix, m.getPrequentialAccuracyWindowed())
                .mean("ratio" + suffix, m.getDiscrepancyRatio())
                .mean("coefficient" + suffix, m.getModulationCoefficient())
                .mean("fisher" + suffix, m.getFisherTrace())
                .mean("window" + suffix, window == null ? null : window ? 1.0 : 0.0)
                .mean("gradient" + suffix, m.getGradientNorm())
                .mean("missing" + suffix, m.getMissingRate());
    }
}
