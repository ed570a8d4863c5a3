/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambidex.flink.monitoring.Alerts;
import io.ambidex.flink.monitoring.Alerts.Severity;
import io.ambidex.flink.options.AlertOptions;
import io.ambidex.flink.options.InvalidOptionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookPosterTest {

    private final WebhookServer server = new WebhookServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private Configuration options() {
        Configuration options = new Configuration();
        options.set(AlertOptions.WEBHOOK_URL, server.url());
        options.set(AlertOptions.WEBHOOK_BACKOFF, Duration.ofMillis(1));
        options.set(AlertOptions.WEBHOOK_ATTEMPTS, 3);
        return options;
    }

    private static WebhookPoster poster(Configuration options) {
        return new WebhookPoster(WebhookSettings.from(options).orElseThrow());
    }

    @Test
    void anAlertIsPostedAsJsonWithTheHeaders() throws Exception {
        Configuration options = options();
        options.set(AlertOptions.WEBHOOK_HEADERS, Map.of("Authorization", "Bearer of-tidings"));
        try (WebhookPoster poster = poster(options)) {
            poster.post(
                    AlertJson.of(
                            Alerts.of(
                                    Alerts.DRIFT_DETECTED,
                                    Severity.WARNING,
                                    "the \"loss\" rose",
                                    Map.of("step", "7"),
                                    12)));
            await().until(() -> poster.delivered() == 1);
        }
        JsonNode posted = new ObjectMapper().readTree(server.bodies().get(0));
        assertThat(posted.get("kind").asText()).isEqualTo("drift-detected");
        assertThat(posted.get("severity").asText()).isEqualTo("warning");
        assertThat(posted.get("message").asText()).isEqualTo("the \"loss\" rose");
        assertThat(posted.get("attributes").get("step").asText()).isEqualTo("7");
        assertThat(posted.get("atMillis").asLong()).isEqualTo(12);
        assertThat(server.header("Authorization")).isEqualTo("Bearer of-tidings");
        assertThat(server.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void whatMayPassIsTriedAgain() {
        server.answer(503, 429);
        try (WebhookPoster poster = poster(options())) {
            poster.post("{}");
            await().until(() -> poster.delivered() == 1);
            assertThat(poster.failedAttempts()).isEqualTo(2);
            assertThat(poster.dropped()).isZero();
        }
    }

    @Test
    void anAlertIsGivenUpAfterTheLastAttemptAndTheNextOneIsPosted() {
        server.answer(500, 500, 500);
        try (WebhookPoster poster = poster(options())) {
            poster.post("{\"n\":1}");
            poster.post("{\"n\":2}");
            await().until(() -> poster.open() == 0);
            assertThat(poster.dropped()).isEqualTo(1);
            assertThat(poster.delivered()).isEqualTo(1);
            assertThat(server.bodies().get(3)).isEqualTo("{\"n\":2}");
        }
    }

    @Test
    void aRefusalIsFinal() {
        server.answer(404);
        try (WebhookPoster poster = poster(options())) {
            poster.post("{}");
            await().until(() -> poster.dropped() == 1);
            assertThat(server.bodies()).hasSize(1);
        }
    }

    @Test
    void aServerThatIsGoneHoldsNobodyUp() {
        Configuration options = options();
        server.close();
        try (WebhookPoster poster = poster(options)) {
            poster.post("{}");
            await().until(() -> poster.dropped() == 1);
            assertThat(poster.failedAttempts()).isEqualTo(3);
        }
    }

    @Test
    void aServerThatNeverAnswersCostsATimeOutAndNoMoreRoomThanThereIs() {
        server.hang();
        Configuration options = options();
        options.set(AlertOptions.WEBHOOK_CAPACITY, 2);
        options.set(AlertOptions.WEBHOOK_ATTEMPTS, 1);
        options.set(AlertOptions.WEBHOOK_TIMEOUT, Duration.ofMillis(200));
        try (WebhookPoster poster = poster(options)) {
            for (int i = 0; i < 100; i++) {
                poster.post("{}");
            }
            assertThat(poster.open()).isLessThanOrEqualTo(3);
            assertThat(poster.dropped()).isGreaterThanOrEqualTo(97);
            await().until(() -> poster.open() == 0);
            assertThat(poster.dropped()).isEqualTo(100);
        }
    }

    @Test
    void thePausesDoubleUpToAMinute() {
        Configuration options = options();
        options.set(AlertOptions.WEBHOOK_BACKOFF, Duration.ofSeconds(10));
        WebhookSettings settings = WebhookSettings.from(options).orElseThrow();
        assertThat(List.of(1, 2, 3, 4, 50))
                .extracting(attempt -> settings.pauseAfter(attempt).toSeconds())
                .containsExactly(10L, 20L, 40L, 60L, 60L);
    }

    @Test
    void optionsAreCheckedAndNoSecretIsSaid() {
        Configuration options = new Configuration();
        assertThat(WebhookSettings.from(options)).isEmpty();
        options.set(AlertOptions.WEBHOOK_URL, "ftp://example.org/hook");
        assertThatThrownBy(() -> WebhookSettings.from(options))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("alerts.webhook.url");
        options.set(AlertOptions.WEBHOOK_URL, "https://example.org/hook/s3cret");
        options.set(AlertOptions.WEBHOOK_HEADERS, Map.of("X-Key", "s3cret\n"));
        assertThatThrownBy(() -> WebhookSettings.from(options))
                .hasMessageContaining("alerts.webhook.headers.X-Key")
                .hasMessageNotContaining("s3cret");
        options.set(AlertOptions.WEBHOOK_HEADERS, Map.of("X-Key", "s3cret"));
        assertThat(WebhookSettings.from(options).orElseThrow().toString())
                .isEqualTo("https://example.org");
        options.set(AlertOptions.WEBHOOK_ATTEMPTS, 0);
        assertThatThrownBy(() -> WebhookSettings.from(options))
                .hasMessage("option alerts.webhook.attempts must be at least 1, but is 0");
    }
}
