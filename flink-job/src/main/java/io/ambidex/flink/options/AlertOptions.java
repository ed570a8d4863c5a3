/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.ambidex.flink.monitoring.Alerts;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;

/** Where alerts go beside their topic. */
public final class AlertOptions {

    public static final ConfigOption<String> WEBHOOK_URL =
            key("alerts.webhook.url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Address, http or https, to which every alert is posted as JSON. What cannot be "
                                    + "delivered is counted and never holds the job up; the topic has every "
                                    + "alert.");

    public static final ConfigOption<Map<String, String>> WEBHOOK_HEADERS =
            key("alerts.webhook.headers")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription("Further headers of every post, Authorization for example.");

    public static final ConfigOption<Alerts.Severity> WEBHOOK_SEVERITY =
            key("alerts.webhook.min-severity")
                    .enumType(Alerts.Severity.class)
                    .defaultValue(Alerts.Severity.INFO)
                    .withDescription("Least severity that is posted: info, warning or critical.");

    public static final ConfigOption<Duration> WEBHOOK_TIMEOUT =
            key("alerts.webhook.timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(5))
                    .withDescription("How long an attempt may take.");

    public static final ConfigOption<Integer> WEBHOOK_ATTEMPTS =
            key("alerts.webhook.attempts")
                    .intType()
                    .defaultValue(6)
                    .withDescription("Attempts before an alert is given up, at least 1.");

    public static final ConfigOption<Duration> WEBHOOK_BACKOFF =
            key("alerts.webhook.backoff")
                    .durationType()
                    .defaultValue(Duration.ofMillis(500))
                    .withDescription(
                            "Time between the first two attempts; it doubles with each, up to a minute.");

    public static final ConfigOption<Integer> WEBHOOK_CAPACITY =
            key("alerts.webhook.queue-capacity")
                    .intType()
                    .defaultValue(1000)
                    .withDescription("Alerts that may wait; beyond it the newest is given up.");

    private AlertOptions() {}
}
