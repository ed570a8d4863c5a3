/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.alerting;

import io.ambidex.flink.monitoring.Alerts.Severity;
import io.ambidex.flink.options.AlertOptions;
import io.ambidex.flink.options.InvalidOptionException;
import java.io.Serializable;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * Where alerts are posted, and how stubbornly.
 *
 * @param url http or https
 * @param headers of every post; may hold secrets
 * @param least least severity that is posted
 * @param timeout of an attempt
 * @param attempts before an alert is given up, at least 1
 * @param backoff between the first two attempts; it doubles with each, up to {@link #LONGEST}
 * @param capacity alerts that may wait, at least 1
 */
public record WebhookSettings(
        URI url,
        HashMap<String, String> headers,
        Severity least,
        Duration timeout,
        int attempts,
        Duration backoff,
        int capacity)
        implements Serializable {

    /** Longest time between two attempts. */
    public static final Duration LONGEST = Duration.ofMinutes(1);

    /**
     * What the options say.
     *
     * @return empty when no address is given
     * @throws InvalidOptionException if an option is wrong; the message holds no header's value
     */
    public static Optional<WebhookSettings> from(Configuration options) {
        if (!options.contains(AlertOptions.WEBHOOK_URL)) {
            return Optional.empty();
        }
        Map<String, String> headers = options.get(AlertOptions.WEBHOOK_HEADERS);
        headers.forEach(WebhookSettings::requireHeader);
        return Optional.of(
                new WebhookSettings(
                        url(options.get(AlertOptions.WEBHOOK_URL)),
                        new HashMap<>(headers),
                        options.get(AlertOptions.WEBHOOK_SEVERITY),
                        positive(AlertOptions.WEBHOOK_TIMEOUT, options),
                        atLeastOne(AlertOptions.WEBHOOK_ATTEMPTS, options),
                        positive(AlertOptions.WEBHOOK_BACKOFF, options),
                        atLeastOne(AlertOptions.WEBHOOK_CAPACITY, options)));
    }

    /** Time between an attempt and the next, counted from 1. */
    Duration pauseAfter(int attempt) {
        Duration pause = backoff;
        for (int i = 1; i < attempt && pause.compareTo(LONGEST) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text);
            HttpRequest.newBuilder(url);
            return url;
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException(
                    "option "
                            + AlertOptions.WEBHOOK_URL.key()
                            + " must be an address that begins with http:// or https://",
                    e);
        }
    }

    private static void requireHeader(String name, String value) {
        try {
            HttpRequest.newBuilder().header(name, value);
        } catch (IllegalArgumentException e) {
            // The cause names the value, which may be a secret.
            throw new InvalidOptionException(
                    "option "
                            + AlertOptions.WEBHOOK_HEADERS.key()
                            + "."
                            + name
                            + " is no header that can be sent");
        }
    }

    private static Duration positive(ConfigOption<Duration> option, Configuration options) {
        Duration value = options.get(option);
        if (value.toMillis() < 1) {
            throw new InvalidOptionException(
                    "option " + option.key() + " must be at least 1 ms, but is " + value);
        }
        return value;
    }

    private static int atLeastOne(ConfigOption<Integer> option, Configuration options) {
        int value = options.get(option);
        if (value < 1) {
            throw new InvalidOptionException(
                    "option " + option.key() + " must be at least 1, but is " + value);
        }
        return value;
    }

    /** Scheme, host and port: headers, user and path may hold secrets. */
    @Override
    public String toString() {
        return url.getScheme()
                + "://"
                + url.getHost()
                + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }
}
