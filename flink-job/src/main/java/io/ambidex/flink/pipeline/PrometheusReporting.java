/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import io.ambidex.flink.options.MonitoringOptions;
import org.apache.flink.configuration.Configuration;

/** Shows Flink's metrics, the job's own among them, to Prometheus. */
public final class PrometheusReporting {

    private static final String REPORTER = "metrics.reporter.prometheus.";
    private static final String FACTORY =
            "org.apache.flink.metrics.prometheus.PrometheusReporterFactory";

    /** Where the options name a port, and Flink's own configuration no such reporter. */
    static void addTo(Configuration flink, Configuration options) {
        options.getOptional(MonitoringOptions.PROMETHEUS_PORT)
                .ifPresent(ports -> addTo(flink, ports));
    }

    /**
     * Adds the reporter to a cluster's configuration.
     *
     * @param ports a port, or a range of which every process takes the first that is free
     */
    public static void addTo(Configuration flink, String ports) {
        setDefault(flink, "factory.class", FACTORY);
        setDefault(flink, "port", ports);
    }

    private static void setDefault(Configuration flink, String key, String value) {
        if (!flink.containsKey(REPORTER + key)) {
            flink.setString(REPORTER + key, value);
        }
    }

    private PrometheusReporting() {}
}
