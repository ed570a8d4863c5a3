/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import static org.apache.flink.configuration.ConfigOptions.key;

import org.apache.flink.configuration.ConfigOption;

/** How often monitor records are written, and over how much the scores look back. */
public final class MonitoringOptions {

    public static final ConfigOption<Integer> INTERVAL_STEPS =
            key("monitoring.interval-steps")
                    .intType()
                    .defaultValue(1)
                    .withDescription("Steps from one monitor record to the next.");

    public static final ConfigOption<Integer> WINDOW =
            key("monitoring.prequential-window")
                    .intType()
                    .defaultValue(500)
                    .withDescription("Examples that the windowed prequential accuracy looks back.");

    public static final ConfigOption<Double> FADING_FACTOR =
            key("monitoring.fading-factor")
                    .doubleType()
                    .defaultValue(0.995)
                    .withDescription(
                            "Weight that an example of the fading prequential accuracy keeps with every "
                                    + "further example, above 0 and below 1.");

    public static final ConfigOption<Integer> CONTRIBUTION_INTERVAL_STEPS =
            key("monitoring.contribution-interval-steps")
                    .intType()
                    .defaultValue(20)
                    .withDescription(
                            "Steps from one measurement of the contributions (Shapley values) of the "
                                    + "modalities, and of the accuracy that a predictor would reach, to the "
                                    + "next; 0 means never. One takes 2^M + 1 evaluations of the mini-batch.");

    public static final ConfigOption<String> PROMETHEUS_PORT =
            key("monitoring.prometheus-port")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Port, or range as 9249-9260, of which the first free one is taken, at which "
                                    + "Prometheus can scrape a job that runs in this JVM; on all interfaces. "
                                    + "A cluster has its own configuration: standalone start "
                                    + "--metrics-port.");

    private MonitoringOptions() {}
}
