/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.serving;

import io.ambidex.model.version.ModelVersion;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;

/**
 * Metrics of a predictor, in the group {@code ambidex.serving}: {@code predictions} and {@code
 * predictionsPerSecond}; {@code predictMicros}, time of the last batch in microseconds; {@code
 * modelEpoch} and {@code modelNumber} of the version that answers; {@code modelAgeMillis}, time
 * since it was made, -1 for the initial one; {@code refusedVersions}.
 */
final class ServingMetrics {

    private static final long UNKNOWN = -1;

    private final Counter predictions;
    private final Counter refused;
    private volatile long predictMicros;
    private volatile ModelVersion version = ModelVersion.INITIAL;
    private volatile long createdAtMillis = UNKNOWN;

    ServingMetrics(MetricGroup parent) {
        MetricGroup group = parent.addGroup("ambidex").addGroup("serving");
        predictions = group.counter("predictions");
        group.meter("predictionsPerSecond", new MeterView(predictions));
        refused = group.counter("refusedVersions");
        group.gauge("predictMicros", (Gauge<Long>) () -> predictMicros);
        group.gauge("modelEpoch", (Gauge<Long>) () -> version.epoch());
        group.gauge("modelNumber", (Gauge<Long>) () -> version.number());
        group.gauge("modelAgeMillis", (Gauge<Long>) this::ageMillis);
    }

    void predicted(int clips, long nanos) {
        predictions.inc(clips);
        predictMicros = nanos / 1_000;
    }

    void tookUp(ModelVersion taken, long madeAtMillis) {
        version = taken;
        createdAtMillis = madeAtMillis;
    }

    void refused() {
        refused.inc();
    }

    private long ageMillis() {
        return createdAtMillis == UNKNOWN ? UNKNOWN : System.currentTimeMillis() - createdAtMillis;
    }
}
