/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.alerting;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.flink.monitoring.Alerts.Severity;
import java.time.Duration;
import java.util.Locale;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Posts alerts to a web address, as JSON objects with {@code kind}, {@code severity}, {@code
 * message}, {@code attributes} and {@code atMillis}. A courtesy, not a promise: it never holds the
 * job up and never stops it; what waits when the job fails is lost, what came after the last
 * checkpoint is posted again. The topic of alerts has each exactly once.
 */
public final class WebhookSink implements Sink<Alert> {

    private static final long serialVersionUID = 1L;
    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(10);

    private final WebhookSettings settings;

    public WebhookSink(WebhookSettings settings) {
        this.settings = settings;
    }

    @Override
    public SinkWriter<Alert> createWriter(WriterInitContext context) {
        return new Writer(settings, context.metricGroup());
    }

    private static final class Writer implements SinkWriter<Alert> {
        private final WebhookPoster poster;
        private final Severity least;

        Writer(WebhookSettings settings, MetricGroup parent) {
            poster = new WebhookPoster(settings);
            least = settings.least();
            MetricGroup group = parent.addGroup("ambidex").addGroup("webhook");
            group.gauge("delivered", (Gauge<Long>) poster::delivered);
            group.gauge("failedAttempts", (Gauge<Long>) poster::failedAttempts);
            group.gauge("dropped", (Gauge<Long>) poster::dropped);
            group.gauge("waiting", (Gauge<Long>) poster::open);
        }

        @Override
        public void write(Alert alert, Context context) {
            if (severity(alert).compareTo(least) >= 0) {
                poster.post(AlertJson.of(alert));
            }
        }

        /** A severity that a later version has made is taken for the highest. */
        private static Severity severity(Alert alert) {
            for (Severity severity : Severity.values()) {
                if (severity.name().toLowerCase(Locale.ROOT).equals(alert.getSeverity())) {
                    return severity;
                }
            }
            return Severity.CRITICAL;
        }

        @Override
        public void flush(boolean endOfInput) throws InterruptedException {
            if (endOfInput) {
                poster.drain(PATIENCE_AT_THE_END);
            }
        }

        @Override
        public void close() {
            poster.close();
        }
    }
}
